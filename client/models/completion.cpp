#include "models/completion.h"

#include "text/folding.h"
#include "text/links.h"
#include "text/words.h"

#include <QList>

namespace parlance::client {

namespace {

qsizetype codePoints(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype at = 0; at < text.size(); ++at, ++count)
        at += text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate() ? 1 : 0;
    return count;
}

bool beginsEmoji(QStringView text, qsizetype at)
{
    if (at == 0 || followsUnspaced(text, at))
        return true;
    const QChar before = text[at - 1];
    return before.isSpace() || before == u'"' || before == u'\'' || before.category() == QChar::Punctuation_Open ||
           before.category() == QChar::Punctuation_InitialQuote;
}

/// An address has no blanks, so that nothing before the last one matters, however long the text.
bool isInAddress(QStringView text, qsizetype at)
{
    constexpr qsizetype longest = 2048;
    qsizetype start = at;
    while (start > 0 && at - start < longest && !text[start - 1].isSpace())
        --start;
    return AddressSpans(text.sliced(start, at + 1 - start)).contain(at - start);
}

bool isSign(QChar unit)
{
    return unit == u'@' || unit == u'\xff20' || unit == u':';
}

/// One or two words with a single space between them, neither of which is longer than a name may be.
bool isNameSoFar(QStringView query)
{
    constexpr qsizetype longestWord = 32;
    const auto words = query.split(u' ');
    return words.size() <= 2 && std::ranges::all_of(words, [](QStringView word) {
               return std::ranges::none_of(word, [](QChar sign) { return sign.isSpace(); }) &&
                      codePoints(word) <= longestWord;
           });
}

bool isEmojiSoFar(QStringView query)
{
    return query.size() >= 2 && std::ranges::all_of(query, [](QChar sign) {
               return (sign < u'\x80' && sign.isLetterOrNumber()) || QStringView(u"_+-").contains(sign);
           });
}

/// For letters that stand there in order, but not as one piece: those next to each other count more.
double scattered(QStringView text, QStringView wanted)
{
    int points = 0;
    qsizetype from = 0;
    for (qsizetype at = 0; at < wanted.size();) {
        const bool pair = at + 1 < wanted.size() && wanted[at].isHighSurrogate() && wanted[at + 1].isLowSurrogate();
        const QStringView sign = wanted.sliced(at, pair ? 2 : 1);
        const qsizetype found = text.indexOf(sign, from);
        if (found < 0)
            return 0;
        points += found == from ? 3 : 1;
        from = found + sign.size();
        at += sign.size();
    }
    return points / (1 + double(text.size()) / 100);
}

} // namespace

std::optional<Completion> completionAt(QStringView text, qsizetype caret)
{
    const QStringView before = text.first(std::clamp<qsizetype>(caret, 0, text.size()));
    const qsizetype from = std::find_if(before.rbegin(), before.rend(), isSign).base() - before.begin() - 1;
    if (from < 0)
        return {};
    const QStringView query = before.sliced(from + 1);
    const bool emoji = before[from] == u':';
    if (emoji ? !isEmojiSoFar(query) || !beginsEmoji(before, from)
              : !isNameSoFar(query) || !beginsWord(before, from) || isInAddress(before, from))
        return {};
    return Completion{emoji ? u':' : u'@', query.toString(), from};
}

std::vector<Mentionable> completePeople(QStringView query, std::span<const Mentionable> people)
{
    const QString typed = folded(query);
    if (std::ranges::any_of(people, [&](const Mentionable& person) { return folded(person.name) == typed; }))
        return {};
    auto fitting = rank(people, query, [](const Mentionable& person) { return QStringView(person.name); });
    const QString all = QStringLiteral("all");
    if (typed.isEmpty() ? !people.empty() : all.startsWith(typed))
        fitting.push_back({everybody, all});
    fitting.resize(std::min<size_t>(fitting.size(), maxProposals));
    return fitting;
}

Completed complete(QStringView text, qsizetype caret, const Completion& at, QStringView replacement)
{
    const QStringView rest = text.sliced(caret);
    const bool spaced = !rest.isEmpty() && rest.front().isSpace();
    QString result = text.first(at.from).toString();
    result.append(replacement);
    if (!spaced)
        result.append(u' ');
    const qsizetype end = result.size() + (spaced ? 1 : 0);
    return {result.append(rest), end};
}

double foldedScore(QStringView text, QStringView wanted)
{
    if (wanted.isEmpty())
        return 1;
    const double points = pieceScore(text, wanted);
    return points != 0 ? points : scattered(text, wanted);
}

double pieceScore(QStringView text, QStringView wanted)
{
    const auto length = double(text.size());
    if (text == wanted)
        return 1000;
    if (text.startsWith(wanted))
        return 500 - length;
    const qsizetype at = text.indexOf(wanted);
    return at > 0 ? 300 - double(at) - length / 100 : 0;
}

} // namespace parlance::client
