#include "app/configuration.h"

#include "app/nearest.h"
#include "app/settingsfile.h"
#include "base/views.h"
#include "net/certificate.h"

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
            configuration.warnings += QStringLiteral("%1: did you mean %2?; ignored").arg(name, near);
    }
}

void findDataFolder(Configuration& configuration)
{
    if (!configuration.settings.dataFolder.isEmpty())
        return;
    // Set by systemd's StateDirectory.
    if (const QString folder = qEnvironmentVariable("STATE_DIRECTORY"); !folder.isEmpty()) {
        configuration.settings.dataFolder = folder;
        configuration.origins[dataFolderKey] = QStringLiteral("STATE_DIRECTORY");
        return;
    }
    configuration.settings.dataFolder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/parlance-server");
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
    if (!isLoopback && !settings.isOpen && settings.password.isEmpty()) {
        found += QStringLiteral("net.listen: %1 can be reached from other machines. Set access.password, or let "
                                "everybody in with --open or access.open")
                     .arg(settings.listenAddress);
    }
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
