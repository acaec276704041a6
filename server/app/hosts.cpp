#include "app/hosts.h"

#include <QHostInfo>
#include <QSysInfo>

namespace parlance {

QStringList hostsFrom(const Settings& settings)
{
    const QString machine = QSysInfo::machineHostName();
    QStringList hosts = settings.hosts;
    if (machine.isEmpty())
        return hosts;
    hosts << machine << machine.section(u'.', 0, 0) << machine.section(u'.', 0, 0) + QStringLiteral(".local");
    if (const QString domain = QHostInfo::localDomainName(); !domain.isEmpty())
        hosts << machine + u'.' + domain;
    hosts.removeDuplicates();
    return hosts;
}

} // namespace parlance
