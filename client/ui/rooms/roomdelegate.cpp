#include "ui/rooms/roomdelegate.h"

#include "models/roomlistmodel.h"
#include "ui/look/icons.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace parlance::client {

namespace {
constexpr int rowHeight = 34; // pixels at the usual size, as are the others
constexpr int roomPadding = 10;
constexpr int roomRoundness = 8;
constexpr int badgeHeight = 19;
constexpr qlonglong countedTo = 999;

struct Mark {
    QString text;
    QColor ground;
    QColor ink;
};

std::optional<Mark> markOf(const QModelIndex& index, const Theme& theme)
{
    const qlonglong unread = index.data(RoomListModel::UnreadRole).toLongLong();
    if (index.data(RoomListModel::FailedRole).toBool())
        return Mark{QStringLiteral("!"), theme.danger, theme.surface};
    if (unread <= 0)
        return std::nullopt;
    const QString count = unread > countedTo ? QStringLiteral("%1+").arg(countedTo) : QString::number(unread);
    if (index.data(RoomListModel::CalledRole).toBool())
        return Mark{QStringLiteral("@ ") + count, theme.accent, theme.onAccent};
    const bool muted = index.data(RoomListModel::RuleRole).toInt() == int(Rule::None);
    return muted ? Mark{count, theme.hover, theme.muted} : Mark{count, theme.accent, theme.onAccent};
}

} // namespace

RoomDelegate::RoomDelegate(const Look& look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
{}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {option.rect.width(), m_look.scaled(rowHeight)};
}

int RoomDelegate::paintEnd(QPainter& painter, const QRect& rect, Qt::LayoutDirection direction,
                           const QModelIndex& index) const
{
    const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(direction, rect, part); };
    const Theme& theme = m_look.theme();
    int taken = 0;
    const int gap = m_look.scaled(6);
    if (const auto mark = markOf(index, theme)) {
        QFont font = m_look.tiny();
        font.setWeight(QFont::Bold);
        const int height = m_look.scaled(badgeHeight);
        const int width = std::max(height, QFontMetrics(font).horizontalAdvance(mark->text) + m_look.scaled(11));
        const QRect pill = mirrored({rect.right() + 1 - width, rect.center().y() - height / 2, width, height});
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark->ground);
        painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
        painter.setFont(font);
        painter.setPen(mark->ink);
        painter.drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, mark->text);
        taken += width + gap;
    }
    const int size = m_look.scaled(14);
    const auto icon = [&](Icon which) {
        const QRect place(rect.right() + 1 - taken - size, rect.center().y() - size / 2, size, size);
        paintIcon(painter, which, mirrored(place), theme.muted);
        taken += size + gap;
    };
    if (index.data(RoomListModel::DraftRole).toBool())
        icon(Icon::Pencil);
    if (index.data(RoomListModel::RuleRole).toInt() == int(Rule::None))
        icon(Icon::BellOff);
    return taken;
}

void RoomDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = m_look.theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect outer = option.rect.adjusted(0, 1, 0, -1);
    const bool chosen = option.state & QStyle::State_Selected;
    const int round = m_look.scaled(roomRoundness);
    if (chosen || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(chosen ? theme.accentSoft : theme.hover);
        painter->drawRoundedRect(outer, round, round);
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRoundedRect(outer.adjusted(1, 1, -1, -1), round, round);
    }
    const QRect inner = outer.adjusted(m_look.scaled(roomPadding), 0, -m_look.scaled(roomPadding), 0);
    const auto mirrored = [&](const QRect& rect) { return QStyle::visualRect(option.direction, inner, rect); };
    const int end = paintEnd(*painter, inner, option.direction, index);
    const bool bold = index.data(RoomListModel::UnreadRole).toLongLong() > 0 &&
                      index.data(RoomListModel::RuleRole).toInt() != int(Rule::None);
    painter->setFont(bold || chosen ? m_look.bold() : m_look.font());
    painter->setPen(chosen ? theme.accentText : bold ? theme.text : theme.muted);
    const QFontMetrics metrics(painter->font());
    const int hash = metrics.horizontalAdvance(u'#') + m_look.scaled(8);
    const QRect sign = mirrored({inner.left(), inner.top(), hash, inner.height()});
    const QRect name = mirrored(inner.adjusted(hash, 0, -end, 0));
    const int flags =
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | int(Qt::AlignVCenter) | int(Qt::TextSingleLine);
    const bool isHere = !index.data(RoomListModel::RoomRole).toByteArray().isEmpty();
    painter->drawText(sign, flags, isHere ? QStringLiteral("#") : QStringLiteral("+"));
    painter->drawText(name, flags,
                      metrics.elidedText(index.data(RoomListModel::NameRole).toString(), Qt::ElideRight, name.width()));
    painter->restore();
}

} // namespace parlance::client
