#include "app/configuration.h"

#include "app/endpoint.h"
#include "app/nearest.h"
#include "app/settingsfile.h"
#include "base/views.h"
#include "net/certificate.h"

#include <QFileInfo>
#include <QHostAddress>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace parlance {

namespace {

const QString dataFolderKey = QStringLiteral("data.folder");

void take(Configuration& configuration, const QString& key, const QString& value, const QString& source)
{
    if (const auto error = apply(configuration.settings, key, value, source))
        configuration.problems.append(*error);
    else
        configuration.origins[key] = source;
}

/// As hosting services say it: the port alone.
void readPort(Configuration& configuration)
{
    const QString port = qEnvironmentVariable("PORT");
    if (port.isEmpty())
        return;
    bool ok = false;
    const int number = port.toInt(&ok);
    if (!ok || number < 0 || number > 65'535) {
        configuration.problems.append(
            QStringLiteral("PORT: net.listen got \"%1\", but takes a port from 0 to 65535").arg(port));
        return;
    }
    configuration.settings.listenPort = number;
    configuration.origins[QStringLiteral("net.listen")] = QStringLiteral("PORT");
}

void readEnvironment(Configuration& configuration)
{
    readPort(configuration);
    for (const Setting& setting : settingsTable()) {
        const QByteArray name = environmentName(setting.key);
        if (!qEnvironmentVariableIsSet(name.constData()))
            continue;
        const QString key = toQString(setting.key);
        take(configuration, key, qEnvironmentVariable(name.constData()), QString::fromLatin1(name));
    }
}

/// Variables that begin as ours do may be anybody's; only those that are nearly ours are worth a word.
void findMisspelled(Configuration& configuration)
{
    QStringList known;
    for (const Setting& setting : settingsTable())
        known += QString::fromLatin1(environmentName(setting.key));
    for (const QString& name : QProcessEnvironment::systemEnvironment().keys()) {
        if (!name.startsWith(QLatin1String("PARLANCE_")) || known.contains(name))
            continue;
        if (const QString near = nearestOf(name, known); !near.isEmpty())
            configuration.warnings += QStringLiteral("%1: ignored; did you mean %2?").arg(name, near);
    }
}

void findDataFolder(Configuration& configuration)
{
    QString& folder = configuration.settings.dataFolder;
    if (folder.isEmpty()) {
        folder = qEnvironmentVariable("STATE_DIRECTORY"); // set by systemd's StateDirectory
        if (!folder.isEmpty())
            configuration.origins[dataFolderKey] = QStringLiteral("STATE_DIRECTORY");
    }
    if (folder.isEmpty()) {
        folder =
            QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/parlance-server");
    }
    folder = QFileInfo(folder).absoluteFilePath(); // a local socket's name would else be one of the temporary folder
}

/// Whether who listens on the one keeps the other from it.
bool isSamePlace(const Endpoint& one, const Endpoint& other)
{
    const auto isAny = [](const QHostAddress& address) {
        return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
    };
    if (one.port != other.port || one.port == 0 || one.address.protocol() != other.address.protocol())
        return false;
    return one.address == other.address || isAny(one.address) || isAny(other.address);
}

} // namespace

Configuration readConfiguration(const Sources& sources)
{
    Configuration configuration;
    configuration.file = sources.file;
    configuration.open = sources.open;
    if (!sources.file.isEmpty())
        readSettingsFile(sources.file, configuration);
    readEnvironment(configuration);
    findMisspelled(configuration);
    for (const Sources::Flag& flag : sources.flags)
        take(configuration, flag.key, flag.value, flag.flag);
    if (sources.open)
        take(configuration, QStringLiteral("access.open"), QStringLiteral("true"), QStringLiteral("--open"));
    findDataFolder(configuration);
    return configuration;
}

QStringList contradictions(const Settings& settings)
{
    QStringList found;
    const bool isLoopback = QHostAddress(settings.listenAddress).isLoopback();
    const bool takesGuests = settings.guests != QLatin1String("none");
    if (!isLoopback && !settings.isOpen && settings.password.isEmpty() && takesGuests) {
        found +=
            QStringLiteral("net.listen: %1 can be reached from other machines. Set access.password, take no guests "
                           "with access.guests = \"none\", or let everybody in with --open or access.open")
                .arg(settings.listenAddress);
    }
    const Endpoint main{QHostAddress(settings.listenAddress), quint16(settings.listenPort)};
    const auto metrics = parseEndpoint(settings.metricsListen);
    if (metrics && isSamePlace(main, *metrics)) {
        found += QStringLiteral("metrics.listen: %1 is where net.listen is already. Choose another port")
                     .arg(settings.metricsListen);
    }
    if (settings.isInPostgresql() && settings.storageUrl.isEmpty())
        found += QStringLiteral("storage.kind is postgresql: set storage.url, for example to postgresql:///parlance");
    if (!settings.isInPostgresql() && !settings.storageUrl.isEmpty())
        found +=
            QStringLiteral("storage.url is set, but storage.kind is %1: set it to postgresql, or leave the URL out")
                .arg(settings.storageKind);
    if (!settings.isInPostgresql() && !settings.redis.isEmpty())
        found +=
            QStringLiteral("cluster.redis is set, but storage.kind is %1: servers share a PostgreSQL database. Set "
                           "storage.kind to postgresql, or leave cluster.redis out")
                .arg(settings.storageKind);
    if (settings.certificate.isEmpty() != settings.key.isEmpty()) {
        found += settings.key.isEmpty() ? QStringLiteral("tls.certificate is set, but not tls.key: give both or none")
                                        : QStringLiteral("tls.key is set, but not tls.certificate: give both or none");
    } else if (!settings.certificate.isEmpty()) {
        if (const auto certificate = loadCertificate(settings.certificate, settings.key); !certificate)
            found += certificate.error().message;
    }
    return found;
}

} // namespace parlance
