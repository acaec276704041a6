#include "text/marks.h"

#include <QList>
#include <QUrl>

#include <algorithm>
#include <array>
#include <optional>

namespace parlance {

namespace {

constexpr std::array<QStringView, 3> schemes{u"https://", u"http://", u"mailto:"};

bool isAsciiWord(QChar sign)
{
    return sign < u'\x80' && (sign.isLetterOrNumber() || sign == u'_');
}

/// The length of the scheme that begins here; 0: none.
qsizetype schemeAt(QStringView text, qsizetype at)
{
    if (at > 0 && isAsciiWord(text[at - 1]))
        return 0;
    for (const QStringView scheme : schemes) {
        if (text.sliced(at).startsWith(scheme, Qt::CaseInsensitive))
            return scheme.size();
    }
    return 0;
}

/// Blanks, quotes, and what cannot be seen: it could make an address look like another.
bool endsAddress(QChar sign)
{
    constexpr std::array<std::array<char16_t, 2>, 8> unseen{{{u'\0', u'\x1f'},
                                                             {u'\x7f', u'\xa0'},
                                                             {u'\xad', u'\xad'},
                                                             {u'\x061c', u'\x061c'},
                                                             {u'\x200b', u'\x200f'},
                                                             {u'\x2028', u'\x202f'},
                                                             {u'\x2060', u'\x206f'},
                                                             {u'\xfeff', u'\xfeff'}}};
    return sign.isSpace() || QStringView(u"<>\"'`").contains(sign) || std::ranges::any_of(unseen, [sign](auto range) {
               return sign.unicode() >= range[0] && sign.unicode() <= range[1];
           });
}

template <class Predicate>
QStringView upTo(QStringView text, Predicate isEnd)
{
    return text.first(std::ranges::find_if(text.begin(), text.end(), isEnd) - text.begin());
}

/// Punctuation at the end belongs to the sentence, and a closing bracket to its opening one.
QStringView withoutTail(QStringView address)
{
    qsizetype round = address.count(u')') - address.count(u'(');
    qsizetype square = address.count(u']') - address.count(u'[');
    while (!address.isEmpty()) {
        const QChar last = address.back();
        if (last == u')' && round > 0)
            --round;
        else if (last == u']' && square > 0)
            --square;
        else if (!QStringView(u".,;:!?\u2026*_~").contains(last))
            break;
        address.chop(1);
    }
    return address;
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

/// A host, perhaps with a port, between the slashes and whatever follows: no user, nothing encoded.
bool hasPlainAuthority(QStringView afterScheme)
{
    const qsizetype end = upTo(afterScheme, [](QChar sign) { return QStringView(u"/\\?#@%").contains(sign); }).size();
    return end > 0 && (end == afterScheme.size() || (afterScheme[end] != u'@' && afterScheme[end] != u'%'));
}

/// Somebody at something, before the question mark.
bool hasMailbox(QStringView afterScheme)
{
    const QStringView path = upTo(afterScheme, [](QChar sign) { return sign == u'?' || sign == u'#'; });
    const qsizetype mark = path.indexOf(u'@');
    return mark > 0 && mark + 1 < path.size() && path[0] != u'/';
}

std::optional<QString> targetOf(QStringView address, qsizetype schemeLength)
{
    const bool mail = address.startsWith(u"mailto:", Qt::CaseInsensitive);
    const QStringView rest = address.size() > schemeLength ? address.sliced(schemeLength) : QStringView();
    if (mail ? !hasMailbox(rest) : !hasPlainAuthority(rest))
        return {};
    const QUrl url(repaired(address), QUrl::StrictMode);
    if (!url.isValid() || (!mail && !isHost(url.host(QUrl::FullyEncoded))))
        return {};
    return QString::fromLatin1(url.toEncoded());
}

/// The longest name that stands here as a whole word, or nullptr.
const Mentionable* longestAt(QStringView text, qsizetype at, std::span<const Mentionable> names)
{
    const Mentionable* best = nullptr;
    for (const Mentionable& candidate : names) {
        if (candidate.name.size() > (best ? best->name.size() : 0) && namesAt(text, at, candidate.name))
            best = &candidate;
    }
    return best;
}

} // namespace

std::vector<Link> findLinks(QStringView text)
{
    std::vector<Link> found;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const qsizetype scheme = schemeAt(text, at);
        if (scheme == 0)
            continue;
        const QStringView address = upTo(text.sliced(at), endsAddress);
        const QStringView shown = withoutTail(address);
        if (auto target = targetOf(shown, scheme))
            found.push_back({at, shown.size(), *std::move(target)});
        at += address.size() - 1;
    }
    return found;
}

std::vector<MentionMark> markMentions(QStringView text, std::span<const Mentionable> names)
{
    std::vector<MentionMark> found;
    for (qsizetype at = text.indexOf(u'@'); at >= 0; at = text.indexOf(u'@', at + 1)) {
        if (isWord(text, at - 1))
            continue;
        const Mentionable* meant = longestAt(text, at + 1, names);
        if (!meant)
            continue;
        found.push_back({at, meant->name.size() + 1, meant->id});
        at += meant->name.size();
    }
    return found;
}

} // namespace parlance
