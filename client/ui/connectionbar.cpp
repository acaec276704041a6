#include "ui/connectionbar.h"

#include "ui/look/announce.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>

namespace parlance::client {

ConnectionBar::ConnectionBar(Account& account, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_look(look)
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("connectionBar"));
    m_text->setObjectName(QStringLiteral("connectionText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_button->setObjectName(QStringLiteral("reconnect"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(24, 6, 16, 6);
    line->addWidget(m_text, 1);
    line->addWidget(m_button);
    m_tick.setInterval(1'000);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_tick, &QTimer::timeout, this, &ConnectionBar::refresh);
    connect(&m_patience, &QTimer::timeout, this, &ConnectionBar::refresh);
    connect(&m_look, &Look::changed, this, &ConnectionBar::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_account.client().connection().phase() == Phase::Refused)
            Q_EMIT passwordWanted();
        else
            m_account.client().connection().reconnectNow();
    });
    m_account.client().add(*this);
    phaseChanged();
}

ConnectionBar::~ConnectionBar()
{
    m_account.client().remove(*this);
}

void ConnectionBar::phaseChanged()
{
    const Phase phase = m_account.client().connection().phase();
    if (phase == Phase::Online || phase == Phase::Waiting || phase == Phase::Refused)
        m_patience.stop();
    else if (isHidden() && !m_patience.isActive())
        m_patience.start();
    refresh();
}

QString ConnectionBar::sentence() const
{
    const Connection& connection = m_account.client().connection();
    switch (connection.phase()) {
    case Phase::Waiting: {
        constexpr qint64 second = 1'000;
        const qint64 left = (connection.retryIn().value_or(0) + second - 1) / second;
        const QString when = left > 0 ? tr("Reconnecting in %n s.", nullptr, int(left)) : tr("Reconnecting now.");
        if (connection.problem().code == ErrorCode::ProtocolVersion)
            return tr("This server speaks another version of Parlance’s protocol (%1). %2")
                .arg(connection.problem().message, when);
        return tr("No connection: %1. %2").arg(connection.problem().message, when);
    }
    case Phase::Refused:
        return tr("The server has refused the connection: %1.").arg(connection.problem().message);
    case Phase::Connecting:
    case Phase::Greeting:
    case Phase::Resuming:
    case Phase::Offline:
        return m_patience.isActive() ? QString() : tr("Connecting…");
    case Phase::Online:
        break;
    }
    return {};
}

void ConnectionBar::refresh()
{
    const Phase phase = m_account.client().connection().phase();
    const QString text = sentence();
    const bool isNews = !text.isEmpty() && (m_shown.isEmpty() || (phase == Phase::Refused && m_shown != text));
    m_shown = text;
    setVisible(!text.isEmpty());
    m_text->setText(text);
    m_text->setFont(m_look.small());
    m_button->setFont(m_look.small());
    const bool asksForPassword =
        phase == Phase::Refused && m_account.client().connection().problem().code == ErrorCode::Unauthenticated;
    m_button->setVisible(phase == Phase::Waiting || asksForPassword);
    m_button->setText(phase == Phase::Refused ? tr("Enter the password…") : tr("Reconnect now"));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, phase == Phase::Refused ? m_look.theme().danger : m_look.theme().warn);
    m_text->setPalette(palette);
    if (phase == Phase::Waiting)
        m_tick.start();
    else
        m_tick.stop();
    update();
    if (isNews) // a countdown is not
        announce(*m_text);
}

void ConnectionBar::paintEvent(QPaintEvent* event)
{
    const bool refused = m_account.client().connection().phase() == Phase::Refused;
    QPainter(this).fillRect(event->rect(), refused ? m_look.theme().dangerSoft : m_look.theme().warnSoft);
}

} // namespace parlance::client
