#include "ui/settings/keysdialog.h"

#include <QGridLayout>
#include <QLabel>

namespace parlance::client {

KeysDialog::KeysDialog(const Look& look, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("keys"));
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(20, 20, 20, 20);
    grid->setHorizontalSpacing(look.scaled(24));
    grid->setVerticalSpacing(look.scaled(5));
    int row = 0;
    for (const Line& line : lines()) {
        auto* keys = new QLabel(line.keys, this);
        auto* does = new QLabel(line.does, this);
        keys->setFont(look.bold());
        for (QLabel* each : {keys, does})
            each->setTextFormat(Qt::PlainText);
        does->setWordWrap(true);
        does->setMinimumWidth(look.scaled(360));
        grid->addWidget(keys, row, 0);
        grid->addWidget(does, row++, 1);
    }
}

std::vector<KeysDialog::Line> KeysDialog::lines()
{
    const auto keys = [](QKeySequence sequence) { return sequence.toString(QKeySequence::NativeText); };
    const auto both = [&keys](QKeySequence a, QKeySequence b) {
        return QStringLiteral("%1, %2").arg(keys(a), keys(b));
    };
    return {
        {keys(Qt::CTRL | Qt::Key_K), tr("Go to a room by its name")},
        {both(Qt::ALT | Qt::Key_Up, Qt::ALT | Qt::Key_Down), tr("Previous, next room")},
        {both(Qt::ALT | Qt::SHIFT | Qt::Key_Up, Qt::ALT | Qt::SHIFT | Qt::Key_Down),
         tr("Previous, next room with something unread")},
        {tr("%1 to 9").arg(keys(Qt::CTRL | Qt::Key_1)), tr("The first to the ninth room")},
        {keys(QKeySequence::Find), tr("Find in this room")},
        {both(Qt::Key_Return, Qt::SHIFT | Qt::Key_Return), tr("While finding: older, newer")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_O), tr("Find or make a room")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_P), tr("Show or hide members")},
        {keys(Qt::Key_Escape), tr("Mark as read and go to the latest message")},
        {keys(Qt::Key_Return), tr("Send")},
        {keys(Qt::SHIFT | Qt::Key_Return), tr("New line")},
        {keys(Qt::Key_Up), tr("In an empty field: edit your last message")},
        {both(Qt::Key_Up, Qt::Key_Down), tr("Among messages: previous, next; Enter opens the menu")},
        {both(QKeySequence::ZoomIn, QKeySequence::ZoomOut), tr("Larger, smaller text")},
        {keys(Qt::CTRL | Qt::Key_0), tr("Text of the usual size")},
        {QStringLiteral("/me"), tr("Say what you do: /me waves")},
        {QStringLiteral("/join, /leave"), tr("Join a room, leave this one")},
        {QStringLiteral("/topic, /nick"), tr("Change the topic, your name")},
        {keys(Qt::CTRL | Qt::Key_Q), tr("Quit")},
        {keys(Qt::Key_F1), tr("This list")},
    };
}

} // namespace parlance::client
