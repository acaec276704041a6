#pragma once

#include <QString>

namespace parlance::client {

/// A text for a label with word wrap, which otherwise becomes as wide as the longest word: paths, addresses and what
/// servers say may break within long words, best behind a sign. Holds zero-width spaces then, so it is to be shown, not
/// copied.
inline QString breakable(const QString& text)
{
    constexpr int longest = 24; // UTF-16 units without a place to break
    constexpr int fromSign = 12;
    constexpr QChar zeroWidthSpace(0x200b);
    QString result;
    int run = 0;
    for (const QChar sign : text) {
        const bool isPair = sign.isLowSurrogate() || sign.isMark(); // belongs to what is before it
        if (run >= longest && !isPair) {
            result += zeroWidthSpace;
            run = 0;
        }
        result += sign;
        run = sign.isSpace() ? 0 : run + 1;
        if (run >= fromSign && QStringView(u"/\\.-_:@").contains(sign)) {
            result += zeroWidthSpace;
            run = 0;
        }
    }
    return result;
}

} // namespace parlance::client
