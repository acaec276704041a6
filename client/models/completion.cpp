#include "models/completion.h"

#include <QList>

namespace parlance::client {

namespace {

/// Letter case does not count. Greek has two small letters for one capital.
QString folded(QStringView text)
{
    return text.toString().toLower().replace(u'ς', u'σ');
}

qsizetype codePoints(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype at = 0; at < text.size(); ++at, ++count)
        at += text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate() ? 1 : 0;
    return count;
}

bool beginsWord(QStringView text, qsizetype at)
{
    return at == 0 || text[at - 1].isSpace() || QStringView(u"([{\"'").contains(text[at - 1]);
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
    const qsizetype from = std::max(before.lastIndexOf(u'@'), before.lastIndexOf(u':'));
    if (from < 0 || !beginsWord(before, from))
        return {};
    const QStringView query = before.sliced(from + 1);
    if (!(before[from] == u':' ? isEmojiSoFar(query) : isNameSoFar(query)))
        return {};
    return Completion{before[from], query.toString(), from};
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

double score(QStringView name, QStringView query)
{
    const QString text = folded(name);
    const QString wanted = folded(query.trimmed());
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
