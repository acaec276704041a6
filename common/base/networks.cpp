#include "base/networks.h"

namespace parlance {

QString networkOf(const QString& address)
{
    if (!address.endsWith(QLatin1String("::/64")))
        return address;
    return address.section(u':', 0, 2) + QStringLiteral("::/48");
}

} // namespace parlance
