#include "text/atomicletters.h"

#include <algorithm>
#include <array>

namespace parlance {

namespace {

struct AtomicLetter {
    QChar letter;
    QStringView parts; ///< consonant, virama
};

constexpr std::array atomicLetters = std::to_array<AtomicLetter>({
    {u'\x09ce', u"\u09a4\u09cd"},
    {u'\x0d54', u"\u0d2e\u0d4d"},
    {u'\x0d55', u"\u0d2f\u0d4d"},
    {u'\x0d56', u"\u0d34\u0d4d"},
    {u'\x0d7a', u"\u0d23\u0d4d"},
    {u'\x0d7b', u"\u0d28\u0d4d"},
    {u'\x0d7c', u"\u0d30\u0d4d"},
    {u'\x0d7d', u"\u0d32\u0d4d"},
    {u'\x0d7e', u"\u0d33\u0d4d"},
    {u'\x0d7f', u"\u0d15\u0d4d"},
});

} // namespace

void composeAtomicLetters(QString& text)
{
    constexpr QChar joiner(0x200d);
    for (qsizetype at = text.indexOf(joiner, 2); at >= 0; at = text.indexOf(joiner, at)) {
        const QStringView parts = QStringView(text).sliced(at - 2, 2);
        const auto found = std::ranges::find(atomicLetters, parts, &AtomicLetter::parts);
        if (found == atomicLetters.end())
            ++at;
        else
            text.replace(at - 2, 3, found->letter);
    }
}

QStringView partsOfAtomicLetter(QChar letter)
{
    const auto found = std::ranges::find(atomicLetters, letter, &AtomicLetter::letter);
    return found == atomicLetters.end() ? QStringView() : found->parts;
}

} // namespace parlance
