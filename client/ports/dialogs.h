#pragma once

#include "base/callback.h"

#include <QString>

namespace parlance::client {

struct Question {
    QString title;
    QString text;             ///< plain text
    QString action;           ///< what the button that agrees says, e.g. "Delete"
    bool isDangerous = false; ///< the other button is the default then
};

/// Asks people for a decision. The program goes on meanwhile; tests answer in their place.
class Dialogs {
  public:
    virtual ~Dialogs() = default;

    /// `done` is called once, from the event loop; false when the question is waved away.
    virtual void ask(const Question& question, Callback<void(bool)> done) = 0;

    /// Something a person must know and can do nothing about here.
    virtual void tell(const QString& title, const QString& text) = 0;
};

} // namespace parlance::client
