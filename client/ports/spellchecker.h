#pragma once

#include <QStringList>

#include <functional>

namespace parlance::client {

/// Knows how words are written in the languages that are used here. Of one thread.
class SpellChecker {
  public:
    virtual ~SpellChecker() = default;

    /// Fetches the dictionaries, in the background and once only. `ready` is called when words can be asked for, later
    /// or at once; never, where there is no dictionary.
    virtual void begin(std::function<void()> ready) = 0;

    /// Also true while nothing is known yet.
    virtual bool isRight(const QString& word) const = 0;

    /// What may have been meant, the likeliest first. Takes 40 to 100 ms (measured: English, German).
    virtual QStringList proposals(const QString& word) const = 0;

    /// From now on it is right, also after a restart.
    virtual void learn(const QString& word) = 0;
};

} // namespace parlance::client
