#include "net/entitytag.h"

namespace parlance {

namespace {

/// Takes commas and white space off the front: a list may have empty items (RFC 9110, section 5.6.1.2).
QByteArrayView withoutSeparators(QByteArrayView text)
{
    while (!text.isEmpty() && QByteArrayView(", \t").contains(text.front()))
        text = text.sliced(1);
    return text;
}

} // namespace

bool namesEntityTag(QByteArrayView value, QByteArrayView tag)
{
    if (value == QByteArrayView("*"))
        return true;
    bool isFound = false;
    for (QByteArrayView rest = withoutSeparators(value); !rest.isEmpty();) {
        if (rest.startsWith("W/"))
            rest = rest.sliced(2);
        const qsizetype end = rest.startsWith('"') ? rest.indexOf('"', 1) : -1;
        if (end < 0)
            return false;
        isFound = isFound || rest.first(end + 1) == tag; // there may be commas in it
        rest = rest.sliced(end + 1);
        const QByteArrayView next = withoutSeparators(rest);
        if (!next.isEmpty() && !rest.first(rest.size() - next.size()).contains(','))
            return false;
        rest = next;
    }
    return isFound;
}

} // namespace parlance
