#pragma once

#include "base/callback.h"

#include <QStringList>

namespace parlance::client {

struct Question {
    QString title;
    QString text;             ///< plain text
    QString action;           ///< what the button that agrees says, e.g. "Delete"
    bool isDangerous = false; ///< the other button is the default then
};

/// Several ways to go on.
struct Choice {
    QString title;
    QString text;        ///< plain text
    QStringList actions; ///< what the buttons say; the first is the default
};

/// Asks people for a decision. The program goes on meanwhile; tests answer in their place.
class Dialogs {
  public:
    virtual ~Dialogs() = default;

    /// `done` is called once, from the event loop; false when the question is waved away.
    virtual void ask(const Question& question, Callback<void(bool)> done) = 0;

    /// `done` is called once, from the event loop, with the action's index; -1 when the choice is waved away.
    virtual void choose(const Choice& choice, Callback<void(int)> done) = 0;

    /// Something a person must know and can do nothing about here.
    virtual void tell(const QString& title, const QString& text) = 0;
};

} // namespace parlance::client
