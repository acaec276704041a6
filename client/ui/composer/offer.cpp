#include "ui/composer/offer.h"

#include "ui/look/announce.h"
#include "ui/look/iconbutton.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>

#include <utility>

namespace parlance::client {

Offer::Offer(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_sentence(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("offer"));
    m_sentence->setObjectName(QStringLiteral("offerText"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_action->setObjectName(QStringLiteral("acceptOffer"));
    auto* close = new IconButton(Icon::Close, tr("Close"), look, this);
    close->setObjectName(QStringLiteral("closeOffer"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 5, 5, 5);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_action);
    line->addWidget(close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto accepted = std::exchange(m_accepted, {});
        withdraw();
        if (accepted)
            accepted();
    });
    connect(close, &IconButton::clicked, this, &Offer::withdraw);
    connect(&m_look, &Look::changed, this, &Offer::dress);
    dress();
    hide();
}

void Offer::dress()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().text);
    m_sentence->setPalette(palette);
    m_sentence->setFont(m_look.small());
    m_action->setFont(m_look.small());
    update();
}

void Offer::say(const QString& sentence, const QString& action, std::function<void()> accepted)
{
    static const QRegularExpression numbers(QStringLiteral("\\d+"));
    const auto withoutNumbers = [](QString text) { return text.remove(numbers); };
    const bool isAnother = isHidden() || withoutNumbers(sentence) != withoutNumbers(m_sentence->text());
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_accepted = std::move(accepted);
    show();
    if (isAnother)
        repeat();
}

void Offer::withdraw()
{
    m_accepted = {}; // which may hold a long text
    hide();
}

void Offer::repeat()
{
    announce(*this);
    Q_EMIT announced();
}

void Offer::paintEvent(QPaintEvent* /*event*/)
{
    constexpr int roundness = 8; // pixels at the usual size
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.theme().warnSoft);
    const double round = m_look.scaled(roundness);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0, 0, 0, -3), round, round);
}

} // namespace parlance::client
