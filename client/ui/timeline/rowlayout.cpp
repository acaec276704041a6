#include "ui/timeline/rowlayout.h"

#include "models/localday.h"
#include "models/people.h"
#include "text/links.h"
#include "text/mentions.h"
#include "ui/timeline/rowtext.h"

#include <QFontMetrics>
#include <QLocale>
#include <QStyle>

#include <algorithm>
#include <cmath>
#include <utility>

namespace parlance::client {

namespace {

// Pixels at the usual letter size; they grow with it.
constexpr int sideMargin = 24;
constexpr int narrowMargin = 12;
constexpr int narrow = 480;
constexpr int face = 34;
constexpr int faceGap = 10;
constexpr int widestBubble = 560;
constexpr int bubbleX = 12;
constexpr int bubbleY = 7;
constexpr int groupGap = 14;
constexpr int rowGap = 2;
constexpr int dayGap = 14;
constexpr int stampGap = 12;
constexpr int opposite = 48; // free beside a bubble, so that one sees whose it is
constexpr int moreSize = 26;

int lineHeight(const QFont& font)
{
    return QFontMetrics(font).height();
}

QString oneLine(const QFont& font, const QString& text, int width)
{
    return QFontMetrics(font).elidedText(text, Qt::ElideRight, width);
}

} // namespace

RowLayout::RowLayout(const TimelineItem& item, const RowContext& context)
    : m_hue(hueOf(item.message->userId))
    , m_isFailed(item.fate.kind == Fate::Failed)
    , m_isFirst(item.startsGroup)
    , m_isLast(item.endsGroup)
{
    addAbove(item, context);
    if (!item.isGone()) {
        addAuthor(item, context);
        addBubble(item, context);
        addFate(item, context);
    }
    addBelow(item, context);
    describe(item);
    mirror(context);
}

RowLabel& RowLayout::add(RowLabel::Kind kind, const QFont& font, const QString& text)
{
    m_labels.push_back({kind, QRect(), text, font});
    m_labels.back().rect.setSize({QFontMetrics(font).horizontalAdvance(text) + 1, lineHeight(font)});
    return m_labels.back();
}

void RowLayout::addCentred(RowLabel::Kind kind, const QString& text, int gap, const RowContext& context)
{
    RowLabel& label = add(kind, context.look.small(), text);
    label.rect.moveTo((context.width - label.rect.width()) / 2, m_height + gap);
    m_height = label.rect.bottom() + 1 + gap / 2;
}

void RowLayout::addDay(qint64 at, const RowContext& context)
{
    addCentred(RowLabel::Day, rowtext::day(at, context.now, QLocale()), context.look.scaled(dayGap), context);
}

/// The date, and where new messages begin.
void RowLayout::addAbove(const TimelineItem& item, const RowContext& context)
{
    const Look& look = context.look;
    if (item.startsDay)
        addDay(item.message->timestamp, context);
    m_startsNew = item.startsNew;
    if (m_startsNew)
        addCentred(RowLabel::New, rowtext::newMessages(), look.scaled(dayGap / 2), context);
    m_height += look.scaled(item.startsGroup ? groupGap : rowGap);
}

void RowLayout::addAuthor(const TimelineItem& item, const RowContext& context)
{
    if (item.isOwn)
        return;
    const Look& look = context.look;
    const int margin = look.scaled(context.width < narrow ? narrowMargin : sideMargin);
    const QString& name = item.message->username;
    if (item.startsGroup) {
        m_avatar = QRect(margin, m_height, look.scaled(face), look.scaled(face));
        m_initials = initials(name);
    }
    if (!item.startsGroup || item.isAction())
        return;
    const int x = margin + look.scaled(face + faceGap) + 2;
    QFont font = look.small();
    font.setWeight(QFont::DemiBold);
    RowLabel& author = add(RowLabel::Author, font, oneLine(font, name, context.width - x - margin));
    author.rect.moveTo(x, m_height);
    const int right = author.rect.right();
    const QString tag = context.tagOf ? context.tagOf(item.message->userId, name) : QString();
    if (!tag.isEmpty())
        add(RowLabel::Tag, look.tiny(), tag).rect.moveTo(right + look.scaled(6), m_height + look.scaled(2));
    m_height += lineHeight(font) + look.scaled(3);
}

void RowLayout::setText(const TimelineItem& item, const RowContext& context)
{
    const Theme& theme = context.look.theme();
    const bool jumbo = rowtext::isJumbo(item);
    const QString name = item.isAction() ? item.message->username + u' ' : QString();
    m_text = item.isDeleted() ? rowtext::deleted() : name + item.text;
    m_layout.setFont(jumbo ? context.look.jumbo() : context.look.font());
    m_layout.setText(QString(m_text).replace(u'\n', QChar::LineSeparator));
    QList<QTextLayout::FormatRange> formats;
    const auto format = [&formats](qsizetype start, qsizetype length, const auto& set) {
        QTextCharFormat how;
        set(how);
        formats.append({int(start), int(length), how});
    };
    if (item.isDeleted()) {
        format(0, m_text.size(), [&theme](QTextCharFormat& how) {
            how.setFontItalic(true);
            how.setForeground(theme.muted);
        });
    } else {
        if (!name.isEmpty())
            format(0, name.size() - 1, [](QTextCharFormat& how) { how.setFontWeight(QFont::DemiBold); });
        for (const Link& link : findLinks(item.text)) {
            m_links.push_back({int(name.size() + link.start), int(link.length), link.target});
            format(name.size() + link.start, link.length, [&theme](QTextCharFormat& how) {
                how.setForeground(theme.link);
                how.setFontUnderline(true);
            });
        }
        std::vector<Mentionable> meant;
        for (const UserId& id : item.message->mentions.value_or(std::vector<UserId>()))
            meant.push_back({id, context.nameOf(id)});
        // Of people of one name, the first is marked; who is called must see it.
        std::stable_partition(meant.begin(), meant.end(),
                              [&](const Mentionable& person) { return person.id == context.self; });
        for (const MentionMark& mark : markMentions(item.text, meant)) {
            const auto inLink = [&](const Target& link) {
                const qsizetype at = name.size() + mark.start;
                return at < link.start + link.length && at + mark.length > link.start;
            };
            if (std::ranges::any_of(m_links, inLink))
                continue;
            const bool isMe = mark.id == everybody || mark.id == context.self;
            format(name.size() + mark.start, mark.length, [&theme, isMe](QTextCharFormat& how) {
                how.setFontWeight(QFont::DemiBold);
                how.setForeground(isMe ? theme.callText : theme.accentText);
            });
        }
    }
    m_layout.setFormats(formats);
    m_frame = jumbo ? Frame::None : item.isOwn ? Frame::Own : item.callsMe ? Frame::Call : Frame::Other;
}

/// The size that the text takes. Text from right to left is set a second time, against its own right edge.
QSize RowLayout::layOut(int width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    m_layout.setTextOption(option);
    m_layout.setCacheEnabled(true);
    const auto set = [this](double lineWidth) {
        double y = 0;
        double widest = 0;
        m_layout.beginLayout();
        for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
            line.setLineWidth(lineWidth);
            line.setPosition({0, y});
            y += std::ceil(line.height());
            widest = std::max(widest, line.naturalTextWidth());
        }
        m_layout.endLayout();
        return QSize(int(std::ceil(widest)), int(y));
    };
    const QSize size = set(width);
    return m_text.isRightToLeft() && size.width() < width ? set(size.width() + 1) : size;
}

void RowLayout::addBubble(const TimelineItem& item, const RowContext& context)
{
    const Look& look = context.look;
    const int margin = look.scaled(context.width < narrow ? narrowMargin : sideMargin);
    const int start = item.isOwn ? margin : margin + look.scaled(face + faceGap);
    const int room = context.width - start - margin - look.scaled(opposite);
    const int padX = look.scaled(bubbleX);
    const int padY = look.scaled(bubbleY);
    const int widest = std::max(look.scaled(60), std::min(look.scaled(widestBubble), room) - 2 * padX);
    setText(item, context);
    QSize content = layOut(widest);
    m_stamp = rowtext::stamp(item, QLocale());
    const QFont tiny = look.tiny();
    const QSize stamp =
        m_stamp.isEmpty() ? QSize() : QSize(QFontMetrics(tiny).horizontalAdvance(m_stamp) + 1, lineHeight(tiny));
    const bool rightToLeft = m_text.isRightToLeft();
    int stampY = 0;
    if (!m_stamp.isEmpty()) {
        const QTextLine last = m_layout.lineAt(m_layout.lineCount() - 1);
        const int beside = int(std::ceil(last.naturalTextWidth())) + look.scaled(stampGap) + stamp.width();
        const bool fits = beside <= widest && !rightToLeft;
        content.setWidth(std::max(content.width(), fits ? beside : stamp.width()));
        if (!fits)
            content.rheight() += stamp.height();
        stampY = content.height() - stamp.height() + look.scaled(fits ? 2 : 1);
    }
    m_bubble = QRect(start, m_height, content.width() + 2 * padX, content.height() + 2 * padY);
    if (item.isOwn)
        m_bubble.moveRight(context.width - margin - 1);
    m_textOrigin = m_bubble.topLeft() + QPoint(padX, padY);
    if (rightToLeft) // against the right edge of the bubble, also where the stamp makes that wider
        m_textOrigin.rx() += content.width() - int(std::ceil(m_layout.boundingRect().width()));
    if (!m_stamp.isEmpty()) {
        const int x = rightToLeft ? m_bubble.left() + padX : m_bubble.right() + 1 - padX - stamp.width();
        add(RowLabel::Stamp, tiny, m_stamp).rect.moveTo(x, m_bubble.top() + padY + stampY);
    }
    const int button = look.scaled(moreSize);
    const int gap = look.scaled(4);
    const int x = item.isOwn ? m_bubble.left() - gap - button : m_bubble.right() + 1 + gap;
    m_more = QRect(x, m_bubble.top() + gap, button, button);
    m_height = m_bubble.bottom() + 1;
}

void RowLayout::addFate(const TimelineItem& item, const RowContext& context)
{
    if (item.fate.kind == Fate::Sent)
        return;
    const Look& look = context.look;
    const QFont font = look.tiny();
    const int gap = look.scaled(8);
    const qint64 remaining = item.fate.until > 0 ? context.remaining : 0;
    std::vector<std::pair<RowLabel::Kind, QString>> parts;
    parts.emplace_back(RowLabel::Fate, rowtext::fate(item.fate, remaining));
    if (m_isFailed) {
        parts.emplace_back(RowLabel::Again, rowtext::again(item.fate));
        parts.emplace_back(RowLabel::Discard, rowtext::discard());
    }
    int width = -gap;
    const size_t first = m_labels.size();
    for (const auto& [kind, text] : parts)
        width += gap + add(kind, font, text).rect.width();
    const int most = context.width - 2 * look.scaled(narrowMargin);
    if (width > most) { // the reason is what may be long
        RowLabel& reason = m_labels[first];
        reason.text = oneLine(font, reason.text, std::max(0, reason.rect.width() - (width - most)));
        width -= reason.rect.width();
        reason.rect.setWidth(QFontMetrics(font).horizontalAdvance(reason.text) + 1);
        width += reason.rect.width();
    }
    int x = item.isOwn ? std::max(look.scaled(narrowMargin), m_bubble.right() + 1 - width) : m_bubble.left();
    for (size_t i = first; i < m_labels.size(); ++i) {
        m_labels[i].rect.moveTo(x, m_height + look.scaled(3));
        x += m_labels[i].rect.width() + gap;
    }
    m_height = m_labels.back().rect.bottom() + 1 + look.scaled(3);
}

void RowLayout::addBelow(const TimelineItem& item, const RowContext& context)
{
    const Look& look = context.look;
    const QFont font = look.small();
    LocalDay day;
    qint64 before = item.message->timestamp;
    for (const Notice& each : item.below) {
        const QString text = rowtext::notice(each);
        if (text.isEmpty())
            continue;
        if (const qint64 at = item.timeOf(each); !day.isSame(std::exchange(before, at), at))
            addDay(at, context);
        RowLabel& label =
            add(RowLabel::Notice, font, oneLine(font, text, context.width - 2 * look.scaled(narrowMargin)));
        label.rect.moveTo((context.width - label.rect.width()) / 2, m_height + look.scaled(10));
        m_height = label.rect.bottom() + 1;
    }
}

/// Everything was placed from left to right.
void RowLayout::mirror(const RowContext& context)
{
    if (context.direction == Qt::LeftToRight)
        return;
    m_isMirrored = true;
    const QRect whole(0, 0, context.width, m_height);
    const int inBubble = m_textOrigin.x() - m_bubble.left();
    const auto flip = [&](QRect& rect) { rect = QStyle::visualRect(context.direction, whole, rect); };
    const QRect before = m_bubble;
    flip(m_bubble);
    flip(m_avatar);
    flip(m_more);
    m_textOrigin.setX(m_bubble.left() + inBubble);
    for (RowLabel& label : m_labels) {
        if (label.kind == RowLabel::Stamp)
            label.rect.translate(m_bubble.left() - before.left(), 0); // the text decides on which side it is
        else
            flip(label.rect);
    }
}

void RowLayout::describe(const TimelineItem& item)
{
    QStringList parts{item.message->username, m_text, rowtext::fullTime(item.message->timestamp, QLocale())};
    for (const RowLabel& label : m_labels) {
        if (label.kind == RowLabel::Fate || label.kind == RowLabel::Notice)
            parts << label.text;
    }
    m_description = parts.join(QStringLiteral(", "));
}

RowHit RowLayout::hit(QPoint point) const
{
    RowHit hit;
    const QPointF inText = point - m_textOrigin;
    for (int i = 0; i < m_layout.lineCount(); ++i) {
        const QTextLine line = m_layout.lineAt(i);
        const bool isLast = i + 1 == m_layout.lineCount();
        if (inText.y() < line.y() + line.height() || isLast) {
            const bool below = isLast && inText.y() >= line.y() + line.height();
            hit.position = inText.y() < 0 && i == 0 ? 0 : below ? int(m_text.size()) : line.xToCursor(inText.x());
            const QRectF rect = line.naturalTextRect();
            if (rect.contains(inText))
                hit.what = RowHit::Text;
            break;
        }
    }
    if (hit.what == RowHit::Text) {
        for (const Target& link : m_links) {
            const int at =
                m_layout.lineForTextPosition(hit.position).xToCursor(inText.x(), QTextLine::CursorOnCharacter);
            if (at >= link.start && at < link.start + link.length) {
                hit.what = RowHit::Link;
                hit.target = link.address;
            }
        }
        return hit;
    }
    if (m_bubble.contains(point))
        hit.what = RowHit::Bubble;
    else if (m_more.contains(point))
        hit.what = RowHit::More;
    for (const RowLabel& label : m_labels) {
        if (!label.rect.adjusted(0, -2, 0, 2).contains(point))
            continue;
        if (label.kind == RowLabel::Again)
            hit.what = RowHit::Again;
        else if (label.kind == RowLabel::Discard)
            hit.what = RowHit::Discard;
    }
    return hit;
}

} // namespace parlance::client
