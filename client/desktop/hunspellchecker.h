#pragma once

#include "base/handover.h"
#include "ports/spellchecker.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <thread>
#include <vector>

namespace parlance::client {

/// Hunspell with the dictionaries that are installed. A word is right where one of them says so. They are read in a
/// thread of their own (measured: 68 ms for American English, 35 ms for German) and only used in the caller's.
class HunspellChecker final : public QObject, public SpellChecker {
  public:
    struct Places {
        QStringList folders;   ///< of dictionaries: de_DE.aff and de_DE.dic; the first that has one counts
        QStringList languages; ///< such as de-DE or en; the dictionary of another country is better than none
        QString ownWords;      ///< file of learnt words, one in a line, UTF-8; need not be there
    };
    /// Debian's folders and the user's languages.
    static Places usualPlaces(const QString& ownWords);

    explicit HunspellChecker(Places places);
    ~HunspellChecker() override;

    void begin(std::function<void()> ready) override;
    bool isRight(const QString& word) const override;
    QStringList proposals(const QString& word) const override;
    void learn(const QString& word) override;

  private:
    class Dictionary;
    using Dictionaries = std::vector<std::unique_ptr<Dictionary>>;

    static QStringList filesOf(const Places& places); // without their endings
    static Dictionaries read(const QStringList& files, const QString& ownWords);
    void arrived();

    const Places m_places;
    HandOver<Dictionaries> m_read;
    std::thread m_reader;
    Dictionaries m_dictionaries;
    std::vector<std::function<void()>> m_ready; // who waits for them
};

} // namespace parlance::client
