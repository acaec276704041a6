#include "app/configuration.h"

#include <CLI/CLI.hpp>
#include <QFile>
#include <QHostAddress>
#include <QStandardPaths>
#include <toml++/toml.h>

#include <sstream>

namespace parlance {

namespace {

struct Flags {
    std::string config;
    std::string listen;
    std::string data;
    std::vector<std::string> sets;
    bool open = false;
};

std::string helpFooter()
{
    std::ostringstream out;
    out << "\nSettings (--set KEY=VALUE, the environment, or the file's [section] key = value):\n";
    const Settings defaults;
    for (const Setting& setting : settingsTable()) {
        const std::string shown = setting.show(defaults).toStdString();
        out << "  " << setting.key << " (" << (shown.empty() ? "none" : shown) << ")\n      " << setting.text << "\n";
    }
    out << "Environment: PORT, and PARLANCE_ with the key in capitals, e.g. "
        << environmentName("limits.connectionsPerAddress").toStdString() << ".\n"
        << "Precedence: flag, environment, file, default.\n";
    return out.str();
}

QString tomlText(const toml::node& node)
{
    if (const auto* string = node.as_string())
        return QString::fromStdString(string->get());
    if (const auto* array = node.as_array()) {
        QStringList items;
        for (const toml::node& item : *array)
            items.append(tomlText(item));
        return items.join(u',');
    }
    std::ostringstream out;
    node.visit([&out](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>)
            out << value.get();
    });
    return QString::fromStdString(out.str());
}

QString place(const QString& file, const toml::source_position& at)
{
    return QStringLiteral("%1:%2:%3").arg(file).arg(at.line).arg(at.column);
}

/// The file's settings. Unknown keys are warnings: a newer file must not keep an older server from starting.
std::optional<QString> readFile(const QString& path, Configuration& configuration)
{
    toml::table root;
    try {
        root = toml::parse_file(path.toStdString());
    } catch (const toml::parse_error& error) {
        return QStringLiteral("%1: %2").arg(place(path, error.source().begin),
                                            QString::fromUtf8(error.description().data()));
    }
    for (const auto& [section, content] : root) {
        const auto* table = content.as_table();
        const QString prefix = QString::fromStdString(std::string(section.str()));
        if (!table) {
            configuration.warnings.append(QStringLiteral("%1: \"%2\" stands outside a [section]; ignored")
                                              .arg(place(path, section.source().begin), prefix));
            continue;
        }
        for (const auto& [name, value] : *table) {
            const QString key = prefix + u'.' + QString::fromStdString(std::string(name.str()));
            const QString where = place(path, value.source().begin);
            const auto error = apply(configuration.settings, key, tomlText(value), where);
            if (error && findSetting(key))
                return error;
            if (error)
                configuration.warnings.append(*error + QStringLiteral("; ignored"));
        }
    }
    return std::nullopt;
}

std::optional<QString> readEnvironment(Settings& settings)
{
    if (const QString port = qEnvironmentVariable("PORT"); !port.isEmpty()) {
        bool ok = false;
        const int number = port.toInt(&ok);
        if (!ok || number < 0 || number > 65'535)
            return QStringLiteral("PORT: net.listen got \"%1\", but takes a port from 0 to 65535").arg(port);
        settings.listenPort = number;
    }
    for (const Setting& setting : settingsTable()) {
        const QByteArray name = environmentName(setting.key);
        if (!qEnvironmentVariableIsSet(name.constData()))
            continue;
        const QString key = QString::fromUtf8(setting.key.data(), qsizetype(setting.key.size()));
        if (auto error = apply(settings, key, qEnvironmentVariable(name.constData()), QString::fromLatin1(name)))
            return error;
    }
    return std::nullopt;
}

std::optional<QString> applyFlags(const Flags& flags, Settings& settings)
{
    std::vector<std::pair<QString, QString>> values;
    if (!flags.listen.empty())
        values.emplace_back(QStringLiteral("net.listen"), QString::fromStdString(flags.listen));
    if (!flags.data.empty())
        values.emplace_back(QStringLiteral("data.folder"), QString::fromStdString(flags.data));
    for (const auto& [key, value] : values) {
        const QString flag = key == QLatin1String("net.listen") ? QStringLiteral("--listen") : QStringLiteral("--data");
        if (auto error = apply(settings, key, value, flag))
            return error;
    }
    for (const std::string& set : flags.sets) {
        const QString text = QString::fromStdString(set);
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 0)
            return QStringLiteral("--set: got \"%1\", but takes KEY=VALUE").arg(text);
        if (auto error = apply(settings, text.first(equals), text.sliced(equals + 1), QStringLiteral("--set")))
            return error;
    }
    return std::nullopt;
}

QString defaultDataFolder()
{
    // Set by systemd's StateDirectory.
    if (const QString folder = qEnvironmentVariable("STATE_DIRECTORY"); !folder.isEmpty())
        return folder;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/parlance-server");
}

std::optional<QString> refuseExposure(const Configuration& configuration)
{
    const Settings& settings = configuration.settings;
    const bool isLoopback = QHostAddress(settings.listenAddress).isLoopback();
    if (isLoopback || configuration.open || !settings.password.isEmpty())
        return std::nullopt;
    return QStringLiteral("net.listen: %1 can be reached from other machines. Set a password with "
                          "--set access.password=..., or let everybody in with --open")
        .arg(settings.listenAddress);
}

std::optional<QString> refuseHalfOfTls(const Settings& settings)
{
    if (settings.certificate.isEmpty() == settings.key.isEmpty())
        return std::nullopt;
    return settings.key.isEmpty() ? QStringLiteral("tls.certificate is set, but not tls.key: give both or none")
                                  : QStringLiteral("tls.key is set, but not tls.certificate: give both or none");
}

Exit mistake(const QString& text)
{
    return {2, QStringLiteral("parlanced: ") + text + u'\n'};
}

} // namespace

std::variant<Configuration, Exit> configure(int argc, const char* const* argv)
{
    CLI::App app("Parlance's server: people chat in rooms, in the browser or the desktop app.", "parlanced");
    Flags flags;
    std::string command;
    app.add_option("command", command, "serve: what it does anyway")->check(CLI::IsMember({"serve"}));
    app.add_option("--config", flags.config, "a TOML file with settings")->type_name("FILE");
    app.add_option("--listen", flags.listen, "where to listen (net.listen)")->type_name("ADDR:PORT");
    app.add_option("--data", flags.data, "where to keep what must last (data.folder)")->type_name("DIR");
    app.add_option("--set", flags.sets, "one setting")->type_name("KEY=VALUE")->allow_extra_args(false);
    app.add_flag("--open", flags.open, "print an invite link; needs no password even where others can reach it");
    app.set_version_flag("--version", "parlanced " PARLANCE_VERSION);
    app.footer(&helpFooter);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Exit{0, QString::fromStdString(app.help())};
    } catch (const CLI::CallForVersion&) {
        return Exit{0, QStringLiteral("parlanced " PARLANCE_VERSION "\n")};
    } catch (const CLI::ParseError& error) {
        return mistake(QString::fromUtf8(error.what()) + QStringLiteral("; see --help"));
    }

    Configuration configuration;
    configuration.open = flags.open;
    if (!flags.config.empty()) {
        const QString path = QString::fromStdString(flags.config);
        if (!QFile::exists(path))
            return mistake(QStringLiteral("--config: there is no file %1").arg(path));
        if (const auto error = readFile(path, configuration))
            return mistake(*error);
    }
    auto error = readEnvironment(configuration.settings);
    if (!error)
        error = applyFlags(flags, configuration.settings);
    if (!error)
        error = refuseExposure(configuration);
    if (!error)
        error = refuseHalfOfTls(configuration.settings);
    if (error)
        return mistake(*error);
    if (configuration.settings.dataFolder.isEmpty())
        configuration.settings.dataFolder = defaultDataFolder();
    return configuration;
}

} // namespace parlance
