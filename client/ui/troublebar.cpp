#include "ui/troublebar.h"

#include "ui/look/announce.h"
#include "ui/look/breakable.h"
#include "ui/look/iconbutton.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>

#include <utility>

namespace parlance::client {

namespace {

/// A waiting account says so until it waits no more: without the line nobody would know why it does not connect.
bool isWaiting(Troubles::Kind kind)
{
    return kind == Troubles::Kind::SecretUnreadable || kind == Troubles::Kind::SecretMissing;
}

} // namespace

TroubleBar::TroubleBar(Account& account, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_look(look)
    , m_lines(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("troubles"));
    m_lines->setContentsMargins(16, 6, 10, 6);
    m_lines->setSpacing(4);
    connect(&m_account.troubles(), &Troubles::changed, this, &TroubleBar::refresh, Qt::QueuedConnection);
    connect(&m_look, &Look::changed, this, &TroubleBar::refresh);
    refresh();
}

QString TroubleBar::sentence(const Troubles::Trouble& trouble, const QString& server)
{
    using Kind = Troubles::Kind;
    const QString reason = trouble.detail.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(trouble.detail);
    switch (trouble.kind) {
    case Kind::CacheReplaced:
        return tr("The messages saved on this computer were damaged. Messages are loaded from the server again; drafts "
                  "and messages that had not been sent are in %1.")
            .arg(trouble.detail);
    case Kind::CacheUnusable:
        return tr("Nothing is saved on this computer: drafts and messages that have not been sent are lost when you "
                  "quit.%1")
            .arg(reason);
    case Kind::SettingsUnsaved:
        return tr("Your settings cannot be saved: at the next start Parlance will not know that you are on %1.")
            .arg(server);
    case Kind::SecretUnsaved:
        return tr("The key to your identity on %1 cannot be saved: after you quit, you can only join as a new "
                  "person.%2")
            .arg(server, reason);
    case Kind::SecretUnreadable:
        return tr("Not connected, because the key to your identity on %1 cannot be read.%2").arg(server, reason);
    case Kind::SecretMissing:
        return tr("Not connected, because the key to your identity on %1 is missing.%2").arg(server, reason);
    }
    return {};
}

void TroubleBar::refresh()
{
    const auto before = std::exchange(m_told, {});
    std::vector<QLabel*> news;
    const QWidget* focus = isAncestorOf(QApplication::focusWidget()) ? QApplication::focusWidget() : nullptr;
    const QString focused = focus ? focus->objectName() : QString();
    m_withChoices.clear();
    for (QWidget* line : std::exchange(m_shown, {})) {
        m_lines->removeWidget(line);
        line->hide();
        line->deleteLater(); // this may come from a button in it
    }
    for (const Troubles::Trouble& each : m_account.troubles().all()) {
        m_shown.push_back(makeLine(each));
        m_lines->addWidget(m_shown.back());
        m_told.insert(each.kind);
        if (!before.contains(each.kind))
            news.push_back(m_shown.back()->findChild<QLabel*>());
    }
    arrange();
    setVisible(!m_account.troubles().all().empty());
    update();
    for (QLabel* text : news)
        announce(*text);
    giveFocusBackTo(focused);
}

/// The lines are made anew at each change; the keyboard stays where it was.
void TroubleBar::giveFocusBackTo(const QString& name)
{
    for (QWidget* line : m_shown) {
        if (auto* widget = name.isEmpty() ? nullptr : line->findChild<QWidget*>(name))
            return widget->setFocus();
    }
}

QWidget* TroubleBar::makeLine(const Troubles::Trouble& trouble)
{
    auto* line = new QWidget(this);
    auto* text = new QLabel(breakable(sentence(trouble, m_account.title())), line);
    text->setObjectName(QStringLiteral("trouble"));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setFont(m_look.small());
    QPalette palette = text->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().warn);
    text->setPalette(palette);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text, 1);
    if (isWaiting(trouble.kind))
        addChoices(*layout, line);
    else
        addDismiss(*layout, trouble.kind, line);
    return line;
}

void TroubleBar::addDismiss(QBoxLayout& line, Troubles::Kind kind, QWidget* parent)
{
    auto* close = new IconButton(Icon::Close, tr("Dismiss"), m_look, parent);
    close->setObjectName(QStringLiteral("dismissTrouble"));
    connect(close, &IconButton::clicked, this, [this, kind] { m_account.troubles().clear(kind); });
    line.addWidget(close, 0, Qt::AlignTop);
}

void TroubleBar::addChoices(QBoxLayout& line, QWidget* parent)
{
    auto* again = new QPushButton(tr("Try again"), parent);
    again->setObjectName(QStringLiteral("readKeyAgain"));
    connect(again, &QPushButton::clicked, this, [this] { m_account.start(); });
    auto* anew = new QPushButton(tr("Join as a new person"), parent);
    anew->setObjectName(QStringLiteral("joinAsNew"));
    connect(anew, &QPushButton::clicked, this, [this] { m_account.startAsSomebodyNew(); });
    auto* choices = new QHBoxLayout;
    for (QPushButton* button : {again, anew}) {
        button->setFont(m_look.small());
        choices->addWidget(button);
    }
    choices->addStretch();
    line.addLayout(choices);
    m_withChoices.push_back(&line);
}

/// Where there is no room beside the text, the buttons stand below it.
void TroubleBar::arrange()
{
    constexpr int broad = 560; // pixels at the usual size
    const auto direction = width() < m_look.scaled(broad) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    for (QBoxLayout* line : m_withChoices)
        line->setDirection(direction);
}

void TroubleBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void TroubleBar::paintEvent(QPaintEvent* event)
{
    QPainter(this).fillRect(event->rect(), m_look.theme().warnSoft);
}

} // namespace parlance::client
