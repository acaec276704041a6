#include "app/configuration.h"

#include "app/settingsfile.h"
#include "base/views.h"

#include <QHostAddress>
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
    for (const Sources::Flag& flag : sources.flags)
        take(configuration, flag.key, flag.value, flag.flag);
    findDataFolder(configuration);
    return configuration;
}

QStringList contradictions(const Configuration& configuration)
{
    const Settings& settings = configuration.settings;
    QStringList found;
    const bool isLoopback = QHostAddress(settings.listenAddress).isLoopback();
    if (!isLoopback && !configuration.open && settings.password.isEmpty()) {
        found += QStringLiteral("net.listen: %1 can be reached from other machines. Set a password with "
                                "--set access.password=..., or let everybody in with --open")
                     .arg(settings.listenAddress);
    }
    if (settings.certificate.isEmpty() != settings.key.isEmpty()) {
        found += settings.key.isEmpty() ? QStringLiteral("tls.certificate is set, but not tls.key: give both or none")
                                        : QStringLiteral("tls.key is set, but not tls.certificate: give both or none");
    }
    return found;
}

} // namespace parlance
