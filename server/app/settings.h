#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace parlance {

/// Everything that an admin can decide. Times are milliseconds.
struct Settings {
    QString listenAddress = QStringLiteral("127.0.0.1");
    qint64 listenPort = 3001;
    QString dataFolder; ///< empty: the platform's place

    QString storageKind = QStringLiteral("sqlite");
    QString storageUrl; ///< of a PostgreSQL database
    QString durability = QStringLiteral("full");
    qint64 reserve = 256 * 1'024 * 1'024; ///< bytes

    QString redis; ///< the URL of a Redis server; empty: no other server shares the database

    QString serverName = QStringLiteral("Parlance");
    QString serverUrl; ///< where people find it; empty: as it listens
    QString password;
    bool isOpen = false;
    QString guests = QStringLiteral("open");
    QString firstRoom = QStringLiteral("general");
    QString registration = QStringLiteral("invite");
    bool membersInvite = true;

    QStringList origins;
    QStringList hosts;
    QStringList trustedProxies;
    QString certificate; ///< a file; empty: no TLS
    QString key;         ///< a file
    qint64 heartbeat = 20'000;
    qint64 ping = 30'000;
    qint64 headTimeout = 5'000;
    qint64 frameTimeout = 10'000;
    qint64 greetingTimeout = 300'000;

    qint64 text = 2'000;
    qint64 frame = 64 * 1024;
    qint64 messages = 20;
    qint64 roomsPerConnection = 100;
    qint64 newRoomsPerHour = 20;
    qint64 connectionsPerAddress = 64;
    qint64 backlog = 1'024 * 1024;
    qint64 backlogAge = 10'000;
    qint64 connections = 0;
    qint64 visitors = 1'024;
    qint64 handshakes = 256;
    qint64 ungreeted = 2'000;
    qint64 fragments = 64;
    qint64 controlFrames = 10;

    QString metricsListen; ///< ADDRESS:PORT; empty: nowhere
    QString metricsToken;  ///< empty: none
    QString logFormat = QStringLiteral("auto");
    QString logLevel = QStringLiteral("info");

    bool isInMemory() const { return storageKind == QLatin1String("memory"); }
    bool isInPostgresql() const { return storageKind == QLatin1String("postgresql"); }
    /// Other servers may share the database.
    bool isClustered() const { return isInPostgresql() && !redis.isEmpty(); }
};

/// What a setting is in TOML. Elsewhere it is text: a list's items are separated by commas.
enum class SettingType { Number, Text, Switch, List };

/// One row of the table from which flags, environment, file, help and manual are made.
struct Setting {
    std::string_view key;                               ///< section.key
    SettingType type;                                   ///< in the file
    std::string_view takes;                             ///< what a value must be, for people
    std::string_view text;                              ///< what it is for
    std::function<bool(Settings&, const QString&)> set; ///< false: not a value it takes
    std::function<QString(const Settings&)> show;
    bool isSecret = false;   ///< its value is shown to nobody
    bool isReloaded = false; ///< SIGHUP has it read anew
};

/// A [section] of the file.
struct SettingSection {
    std::string_view name;
    std::string_view text; ///< one sentence
};

/// Those of a section stand together.
std::span<const Setting> settingsTable();

/// In the order of the table.
std::span<const SettingSection> settingSections();

/// The part of a key before the dot.
std::string_view sectionOf(const Setting& setting);

/// Null if there is none of that key.
const Setting* findSetting(QStringView key);

/// PARLANCE_LIMITS_CONNECTIONS_PER_ADDRESS for limits.connectionsPerAddress.
QByteArray environmentName(std::string_view key);

QStringList settingKeys();

/// "there is no setting ...", with what was probably meant.
QString unknownSetting(const QString& key);

/// Sets one value. The error is one line that names the key, where it came from, what it got and what it takes.
std::optional<QString> apply(Settings& settings, const QString& key, const QString& value, const QString& source);

} // namespace parlance
