#include "ui/settings/keysdialog.h"

#include "models/commands.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>

namespace parlance::client {

KeysDialog::KeysDialog(const Look& look, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("keys"));
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* inner = new QWidget;
    auto* grid = new QGridLayout(inner);
    grid->setContentsMargins(20, 20, 20, 20);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(look.scaled(24));
    grid->setVerticalSpacing(look.scaled(5));
    int row = 0;
    for (const Line& line : lines()) {
        auto* keys = new QLabel(line.keys, inner);
        auto* does = new QLabel(line.does, inner);
        keys->setFont(look.bold());
        for (QLabel* each : {keys, does})
            each->setTextFormat(Qt::PlainText);
        does->setWordWrap(true);
        keys->setWordWrap(true);
        grid->addWidget(keys, row, 0);
        grid->addWidget(does, row++, 1);
    }
    auto* area = new QScrollArea(this);
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 12);
    all->addWidget(area, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(buttons);
    all->addLayout(foot);
    resizeWithinScreen(*this, {look.scaled(600), look.scaled(620)});
}

std::vector<KeysDialog::Line> KeysDialog::lines()
{
    const auto keys = [](QKeySequence sequence) { return sequence.toString(QKeySequence::NativeText); };
    const auto both = [&keys](QKeySequence a, QKeySequence b) {
        return QStringLiteral("%1, %2").arg(keys(a), keys(b));
    };
    std::vector<Line> all{
        {keys(Qt::CTRL | Qt::Key_K), tr("Go to a room by its name")},
        {both(Qt::ALT | Qt::Key_Up, Qt::ALT | Qt::Key_Down), tr("Previous, next room")},
        {both(Qt::ALT | Qt::SHIFT | Qt::Key_Up, Qt::ALT | Qt::SHIFT | Qt::Key_Down),
         tr("Previous, next room with unread messages")},
        {tr("%1 to 9").arg(keys(Qt::CTRL | Qt::Key_1)), tr("Go to the first to ninth room")},
        {keys(QKeySequence::Find), tr("Find in this room")},
        {both(Qt::Key_Return, Qt::SHIFT | Qt::Key_Return), tr("In the search field: next older, next newer match")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_O), tr("Browse or create rooms")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_P), tr("Show or hide members")},
        {keys(Qt::Key_Escape), tr("Mark as read and go to the latest message")},
        {keys(Qt::Key_Return), tr("Send")},
        {keys(Qt::SHIFT | Qt::Key_Return), tr("New line")},
        {QStringLiteral("@"), tr("Mention somebody")},
        {QStringLiteral(":"), tr("Emoji by name")},
        {keys(Qt::Key_Up), tr("In an empty message: edit your last one")},
        {both(Qt::Key_Up, Qt::Key_Down), tr("In the list of messages: previous, next; Enter opens the menu")},
        {both(QKeySequence::ZoomIn, QKeySequence::ZoomOut), tr("Make the text larger, smaller")},
        {keys(Qt::CTRL | Qt::Key_0), tr("Reset the text to its usual size")},
        {keys(Qt::CTRL | Qt::Key_Comma), tr("Settings")},
        {keys(Qt::CTRL | Qt::Key_Q), tr("Quit")},
        {keys(Qt::Key_F1), tr("Show this list")},
    };
    for (const CommandHelp& command : commandHelp())
        all.push_back({command.keys, command.what});
    return all;
}

} // namespace parlance::client
