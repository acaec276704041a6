#pragma once

#include "ui/look/look.h"

#include <QDialog>

namespace parlance::client {

/// What each key does.
class KeysDialog final : public QDialog {
    Q_OBJECT

  public:
    KeysDialog(const Look& look, QWidget* parent);

    struct Line {
        QString keys;
        QString does;
    };
    static std::vector<Line> lines();
};

} // namespace parlance::client
