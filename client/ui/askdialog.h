#pragma once

#include "base/callback.h"

#include <QDialog>

namespace parlance::client {

/// Asks for one line. `done` is called with what was entered when it is accepted, and not at all otherwise.
struct LineQuestion {
    QString name; ///< object name
    QString title;
    QString label;
    QString action;
    QString text; ///< at first
    int most = 0; ///< UTF-16 units
    bool mayBeEmpty = false;
    bool isSecret = false;
};
QDialog* askForLine(QWidget* parent, const LineQuestion& question, std::function<void(const QString&)> done);

} // namespace parlance::client
