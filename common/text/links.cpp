#include "text/links.h"

#include "text/codepoints.h"

#include <QList>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace parlance {

namespace {

constexpr std::array<QStringView, 4> beginnings{u"https://", u"http://", u"mailto:", u"www."};
constexpr QStringView www = beginnings.back();

bool isAsciiAlnum(QChar sign)
{
    return sign < u'\x80' && sign.isLetterOrNumber();
}

/// The beginning of an address that stands here, if it does not go on something else.
QStringView beginningAt(QStringView text, qsizetype at)
{
    const QChar before = at > 0 ? text[at - 1] : QChar(u' ');
    if (isAsciiAlnum(before) || before == u'_')
        return {};
    if (!QStringView(u"hmwHMW").contains(text[at]))
        return {}; // most of what is written
    for (const QStringView beginning : beginnings) {
        if (text.sliced(at).startsWith(beginning, Qt::CaseInsensitive))
            return beginning == www && QStringView(u"@./:\\-").contains(before) ? QStringView() : beginning;
    }
    return {};
}

/// What ends an address wherever it stands: quotes but for the apostrophe, the punctuation of Chinese and Japanese, and
/// what cannot be seen, which could make an address look like another.
constexpr std::array enders = std::to_array<CodePointRange>({
    {U'"', U'"'},     {U'<', U'<'},     {U'>', U'>'},     {U'`', U'`'},     {0x00ab, 0x00ab}, {0x00bb, 0x00bb},
    {0x2018, 0x2018}, {0x201a, 0x201f}, {0x2025, 0x2026}, {0x2039, 0x203a}, {0x3001, 0x3003}, {0x3008, 0x3011},
    {0x3014, 0x301b}, {0x301d, 0x301f}, {0xfe10, 0xfe19}, {0xfe30, 0xfe5e}, {0xff01, 0xff02}, {0xff07, 0xff09},
    {0xff0c, 0xff0c}, {0xff0e, 0xff0e}, {0xff1a, 0xff1c}, {0xff1e, 0xff1f}, {0xff3b, 0xff3b}, {0xff3d, 0xff3d},
    {0xff5b, 0xff5b}, {0xff5d, 0xff5d}, {0xff5f, 0xff64}, {0x0000, 0x001f}, {0x007f, 0x00a0}, {0x00ad, 0x00ad},
    {0x061c, 0x061c}, {0x200b, 0x200f}, {0x2028, 0x202f}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
});

bool endsAddress(QChar sign)
{
    return sign.isSpace() || isIn(enders, sign.unicode());
}

template <class Predicate>
QStringView upTo(QStringView text, Predicate isEnd)
{
    return text.first(std::ranges::find_if(text.begin(), text.end(), isEnd) - text.begin());
}

/// An address in brackets or quotes ends where those are closed.
QStringView enclosed(QStringView address, QChar before)
{
    constexpr QStringView openers = u"([{'\u2018";
    constexpr QStringView closers = u")]}'\u2019";
    const qsizetype kind = openers.indexOf(before);
    if (kind < 0)
        return address;
    int depth = 0;
    for (qsizetype at = 0; at < address.size(); ++at) {
        if (address[at] == closers[kind] && depth-- == 0)
            return address.first(at);
        if (address[at] == openers[kind])
            ++depth;
    }
    return address;
}

/// Punctuation at the end belongs to the sentence, and a closing bracket to its opening one.
QStringView withoutTail(QStringView address)
{
    // Besides ASCII: the closing quote, dashes, and what ends a sentence or a part of it from Armenian to Khmer.
    constexpr QStringView tail =
        u".,;:!?*~'\u2019\u2013\u2014\u0589\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4";
    constexpr QStringView openers = u"([{";
    constexpr QStringView closers = u")]}";
    std::array<qsizetype, 3> unopened{};
    for (size_t kind = 0; kind < unopened.size(); ++kind)
        unopened[kind] = address.count(closers[qsizetype(kind)]) - address.count(openers[qsizetype(kind)]);
    while (!address.isEmpty()) {
        const QChar last = address.back();
        if (const qsizetype kind = closers.indexOf(last); kind >= 0) {
            if (unopened[size_t(kind)]-- <= 0)
                break;
        } else if (!tail.contains(last)) {
            break;
        }
        address.chop(1);
    }
    return address;
}

/// Calls found(start, shown, beginning) for whatever begins like an address.
template <class Found>
void eachAddress(QStringView text, Found&& found)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QStringView beginning = beginningAt(text, at);
        if (beginning.isEmpty())
            continue;
        const QStringView address = enclosed(upTo(text.sliced(at), endsAddress), at > 0 ? text[at - 1] : QChar());
        found(at, withoutTail(address), beginning);
        at += address.size() - 1;
    }
}

bool isHex(QStringView text, qsizetype at)
{
    const QChar sign = at < text.size() ? text[at].toLower() : QChar();
    return (sign >= u'0' && sign <= u'9') || (sign >= u'a' && sign <= u'f');
}

/// What browsers take as it is and QUrl's strict mode refuses; people paste addresses with these.
QString repaired(QStringView address)
{
    QString result;
    bool inPath = true;
    for (qsizetype at = 0; at < address.size(); ++at) {
        const QChar sign = address[at];
        inPath = inPath && sign != u'?' && sign != u'#';
        const bool bare = sign == u'%' && !(isHex(address, at + 1) && isHex(address, at + 2));
        if (sign == u'\\' && inPath)
            result += u'/';
        else if (bare || QStringView(u"\\^{|}").contains(sign))
            result += u'%' + QString::number(sign.unicode(), 16).toUpper();
        else
            result += sign;
    }
    return result;
}

bool isNumber(QStringView label)
{
    return std::ranges::all_of(label, [](QChar sign) { return sign >= u'0' && sign <= u'9'; });
}

/// Of what QUrl takes for a host, only what a name server or a network could know.
bool isHost(const QString& host)
{
    if (host.contains(u':'))
        return !host.contains(u'%');
    auto labels = QStringView(host).split(u'.');
    if (labels.back().isEmpty())
        labels.removeLast();
    if (labels.isEmpty())
        return false;
    if (isNumber(labels.back()))
        return labels.size() == 4 &&
               std::ranges::all_of(labels, [](QStringView label) { return isNumber(label) && label.toInt() <= 255; });
    return true;
}

/// A host, perhaps with a port, between the slashes and whatever follows: no user, nothing encoded, and not longer than
/// a host and a port may be, as QUrl takes quadratic time for rows of combining marks.
bool hasPlainAuthority(QStringView afterScheme)
{
    constexpr qsizetype longest = 260;
    const qsizetype end = upTo(afterScheme, [](QChar sign) { return QStringView(u"/\\?#@%").contains(sign); }).size();
    return end > 0 && end <= longest &&
           (end == afterScheme.size() || (afterScheme[end] != u'@' && afterScheme[end] != u'%'));
}

/// Somebody at something, before the question mark.
bool hasMailbox(QStringView afterScheme)
{
    const QStringView path = upTo(afterScheme, [](QChar sign) { return sign == u'?' || sign == u'#'; });
    const qsizetype mark = path.indexOf(u'@');
    return mark > 0 && mark + 1 < path.size() && path[0] != u'/';
}

/// "www." begins a host only where a name and a domain follow.
bool isWebsite(const QString& host)
{
    return host.endsWith(u'.') ? host.count(u'.') > 2 : host.count(u'.') > 1;
}

std::optional<QString> targetOf(QStringView shown, QStringView beginning)
{
    const bool bare = beginning == www;
    const bool mail = beginning == u"mailto:";
    const QStringView rest = bare ? shown : shown.sliced(std::min(beginning.size(), shown.size()));
    if (mail ? !hasMailbox(rest) : !hasPlainAuthority(rest))
        return {};
    QUrl url((bare ? QStringLiteral("https://") : QString()) + repaired(shown), QUrl::StrictMode);
    const QString host = url.host(QUrl::FullyEncoded);
    if (!url.isValid() || (!mail && !isHost(host)) || (bare && !isWebsite(host)))
        return {};
    if (!mail && url.path().isEmpty())
        url.setPath(QStringLiteral("/"));
    return QString::fromLatin1(url.toEncoded());
}

/// example.org/@ann: a host, dots and all, without a scheme.
bool followsBareAddress(QStringView text, qsizetype at)
{
    constexpr qsizetype farEnough = 256;
    if (at == 0 || text[at - 1] != u'/')
        return false;
    const qsizetype far = std::max<qsizetype>(at - farEnough, 0);
    for (qsizetype dot = at - 2; dot > far; --dot) {
        if (!isAsciiAlnum(text[dot]) && !QStringView(u"_.~%+:/-").contains(text[dot]))
            return false;
        if (text[dot] == u'.' && isAsciiAlnum(text[dot - 1]) && isAsciiAlnum(text[dot + 1]))
            return true;
    }
    return false;
}

} // namespace

std::vector<Link> findLinks(QStringView text)
{
    std::vector<Link> links;
    eachAddress(text, [&](qsizetype start, QStringView shown, QStringView beginning) {
        if (auto target = targetOf(shown, beginning))
            links.push_back({start, shown.size(), *std::move(target)});
    });
    return links;
}

AddressSpans::AddressSpans(QStringView text)
    : m_text(text)
{
    eachAddress(text, [this](qsizetype start, QStringView shown, QStringView) {
        m_spans.push_back({start, start + shown.size()});
    });
}

bool AddressSpans::contain(qsizetype at) const
{
    const auto after = std::ranges::upper_bound(m_spans, at, {}, &Span::start);
    return (after != m_spans.begin() && at < std::prev(after)->end) || followsBareAddress(m_text, at);
}

} // namespace parlance
