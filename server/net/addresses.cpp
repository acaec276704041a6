#include "net/addresses.h"

#include <algorithm>

namespace parlance {

namespace {

bool areDigits(QStringView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

bool isOctet(QStringView text)
{
    return areDigits(text) && text.size() <= 3 && (text.size() == 1 || text.front() != u'0') && text.toInt() <= 255;
}

bool isPort(QStringView text)
{
    return areDigits(text) && text.size() <= 5 && text.toInt() <= 65'535;
}

} // namespace

QHostAddress parseAddress(QStringView text)
{
    if (!text.contains(u':')) {
        const auto octets = text.split(u'.');
        return octets.size() == 4 && std::ranges::all_of(octets, isOctet) ? QHostAddress(text.toString())
                                                                          : QHostAddress();
    }
    QHostAddress address(text.toString());
    address.setScopeId({}); // means something on the proxy only
    return address;
}

QHostAddress parsePeer(QStringView text)
{
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        const QStringView port = end < 0 ? QStringView() : text.sliced(end + 1);
        const bool isWhole = end > 0 && (port.isEmpty() || (port.front() == u':' && isPort(port.sliced(1))));
        const QHostAddress address = isWhole ? parseAddress(text.sliced(1, end - 1)) : QHostAddress();
        return address.protocol() == QAbstractSocket::IPv6Protocol ? address : QHostAddress();
    }
    if (text.count(u':') == 1) {
        const qsizetype colon = text.indexOf(u':');
        return isPort(text.sliced(colon + 1)) ? parseAddress(text.first(colon)) : QHostAddress();
    }
    return parseAddress(text);
}

} // namespace parlance
