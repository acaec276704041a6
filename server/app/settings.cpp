#include "app/settings.h"

#include "app/acceptedvalues.h"
#include "app/endpoint.h"
#include "app/nearest.h"
#include "base/views.h"
#include "net/proxies.h"
#include "protocol/limits.h"
#include "redis/redisaddress.h"
#include "text/names.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

QStringList splitList(const QString& value)
{
    QStringList items;
    for (const QString& item : value.split(u',', Qt::SkipEmptyParts)) {
        if (!item.trimmed().isEmpty())
            items.append(item.trimmed());
    }
    return items;
}

Setting number(std::string_view key, qint64 Settings::*member, qint64 min, qint64 max, std::string_view takes,
               std::string_view text)
{
    return {key,
            SettingType::Number,
            takes,
            text,
            [=](Settings& settings, const QString& value) {
                bool ok = false;
                const qint64 parsed = value.toLongLong(&ok);
                if (!ok || parsed < min || parsed > max)
                    return false;
                settings.*member = parsed;
                return true;
            },
            [=](const Settings& settings) { return QString::number(settings.*member); }};
}

Setting text(std::string_view key, QString Settings::*member, bool (*accepts)(const QString&), std::string_view takes,
             std::string_view what)
{
    return {key,
            SettingType::Text,
            takes,
            what,
            [=](Settings& settings, const QString& value) {
                if (!accepts(value))
                    return false;
                settings.*member = value;
                return true;
            },
            [=](const Settings& settings) { return settings.*member; }};
}

Setting choice(std::string_view key, bool Settings::*member, std::string_view what)
{
    return {key,
            SettingType::Switch,
            "true or false",
            what,
            [=](Settings& settings, const QString& value) {
                settings.*member = value == QLatin1String("true");
                return settings.*member || value == QLatin1String("false");
            },
            [=](const Settings& settings) { return QLatin1String(settings.*member ? "true" : "false"); }};
}

Setting list(std::string_view key, QStringList Settings::*member, bool (*accepts)(const QStringList&),
             std::string_view takes, std::string_view what)
{
    return {key,
            SettingType::List,
            takes,
            what,
            [=](Settings& settings, const QString& value) {
                const QStringList items = splitList(value);
                if (!accepts(items))
                    return false;
                settings.*member = items;
                return true;
            },
            [=](const Settings& settings) { return (settings.*member).join(QLatin1String(", ")); }};
}

Setting secret(Setting setting)
{
    setting.isSecret = true;
    return setting;
}

Setting reloaded(Setting setting)
{
    setting.isReloaded = true;
    return setting;
}

bool setListen(Settings& settings, const QString& value)
{
    const auto endpoint = parseEndpoint(value);
    if (!endpoint)
        return false;
    settings.listenAddress = endpoint->address.toString();
    settings.listenPort = endpoint->port;
    return true;
}

QString showListen(const Settings& settings)
{
    return showEndpoint({QHostAddress(settings.listenAddress), quint16(settings.listenPort)});
}

bool isAnything(const QString&)
{
    return true;
}

bool isTitle(const QString& value)
{
    return bool(normalName(value, 64));
}

bool isStorageKind(const QString& value)
{
    return value == QLatin1String("sqlite") || value == QLatin1String("postgresql") || value == QLatin1String("memory");
}

bool isRedisOrNone(const QString& value)
{
    return value.isEmpty() || parseRedisUrl(value);
}

bool isDurability(const QString& value)
{
    return value == QLatin1String("full") || value == QLatin1String("normal");
}

bool areNetworks(const QStringList& networks)
{
    return bool(Proxies::parse(networks));
}

std::vector<Setting> netSettings()
{
    using S = Settings;
    return {
        Setting{"net.listen", SettingType::Text,
                "ADDRESS:PORT, for example 127.0.0.1:3001 or [::]:3001; port 0 takes a free one",
                "where to listen; other than loopback needs access.password or access.open", &setListen, &showListen},
        list("net.origins", &S::origins, &areOrigins, "origins such as https://chat.example.org",
             "pages from elsewhere that may connect"),
        list("net.hosts", &S::hosts, &areHosts, "names such as chat.example.org",
             "names that browsers may reach the server by, without TLS or a proxy, besides the machine's own"),
        list("net.trustedProxies", &S::trustedProxies, &areNetworks,
             "addresses or networks such as 127.0.0.1 or 10.0.0.0/8", "proxies whose X-Forwarded-For is believed"),
        number("net.heartbeat", &S::heartbeat, 100, 600'000, "milliseconds from 100 to 600000",
               "between two heartbeats to a full client"),
        number("net.ping", &S::ping, 100, 600'000, "milliseconds from 100 to 600000",
               "between two WebSocket pings; a peer silent for two and a half of them is dropped"),
        number("net.headTimeout", &S::headTimeout, 100, 60'000, "milliseconds from 100 to 60000",
               "from the first byte of a request to the end of its head"),
        number("net.frameTimeout", &S::frameTimeout, 100, 600'000, "milliseconds from 100 to 600000",
               "from the beginning of a frame, or of a message of several, to its end"),
        number("net.greetingTimeout", &S::greetingTimeout, 1'000, 3'600'000, "milliseconds from 1000 to 3600000",
               "until a connection must say hello or join"),
        reloaded(text("tls.certificate", &S::certificate, &isAnything,
                      "a file in PEM, with those that sign it behind; empty: none",
                      "with it and its key, everybody speaks TLS")),
        reloaded(text("tls.key", &S::key, &isAnything, "a file in PEM without a passphrase", "the certificate's key")),
    };
}

std::vector<Setting> keepingSettings()
{
    using S = Settings;
    return {
        text("data.folder", &S::dataFolder, &isAnything, "a folder", "where the server keeps its log and its key"),
        text("storage.kind", &S::storageKind, &isStorageKind, "sqlite, postgresql or memory",
             "where the log is kept: in the data folder, in a PostgreSQL database, or in memory, where it ends with "
             "the server"),
        secret(text("storage.url", &S::storageUrl, &isAnything,
                    "a connection string such as postgresql:///parlance or service=parlance; empty: none",
                    "the PostgreSQL database; passwords are better in ~/.pgpass or a service file")),
        text("storage.durability", &S::durability, &isDurability, "full or normal",
             "full: what was acknowledged survives a loss of power; normal: a crash of the server only, and is faster"),
        number("storage.reserve", &S::reserve, 0, 1'000'000'000'000, "bytes from 0 to 1000000000000",
               "disk space that stays free; with less, writing is refused as busy until there is more"),
        secret(text("cluster.redis", &S::redis, &isRedisOrNone,
                    "an address such as redis://redis.example.org:6379 or "
                    "rediss://parlance:PASSWORD@redis.example.org; empty: none",
                    "the Redis server by which the servers that share one PostgreSQL database tell each other at once "
                    "what happens; without it a database is one server's")),
        text("server.name", &S::serverName, &isTitle, "1 to 64 characters", "what clients show as the server's name"),
        text("server.url", &S::serverUrl, &isPageOrNone, "an address such as https://chat.example.org; empty: none",
             "the address in links that the server makes; without it, the one where it listens"),
        text("rooms.default", &S::firstRoom, &isRoomOrNone, "the name of a room; empty: none",
             "the room that each new account is a member of"),
        text("access.guests", &S::guests, &isGuests, "open or none",
             "who may come in without an account: everybody (who knows access.password, if there is one), or nobody"),
        text("access.registration", &S::registration, &isRegistration, "open, invite or admin",
             "who may make an account: everybody, whoever has an invite, or admins for others"),
        choice("access.membersInvite", &S::membersInvite, "members may invite others, not only admins"),
        secret(text("access.password", &S::password, &isAnything, "a text; empty: none",
                    "asked of everybody who comes in")),
        choice("access.open", &S::isOpen, "everybody may come in without a password, from other machines, too"),
    };
}

std::vector<Setting> limitSettings()
{
    using S = Settings;
    return {
        number("limits.text", &S::text, 1, 16'000, "a number from 1 to 16000", "longest message in UTF-16 units"),
        number("limits.frame", &S::frame, 4'096, 1'048'576, "bytes from 4096 to 1048576",
               "largest frame and message from a client"),
        number("limits.messages", &S::messages, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "messages of one identity in 10 s"),
        number("limits.roomsPerConnection", &S::roomsPerConnection, 1, 10'000, "a number from 1 to 10000",
               "rooms joined at a time on one connection"),
        number("limits.newRoomsPerHour", &S::newRoomsPerHour, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "rooms that one address may make in an hour"),
        number("limits.connectionsPerAddress", &S::connectionsPerAddress, 0, 1'000'000,
               "a number from 0 to 1000000; 0: no limit",
               "connections of one address at a time; of an IPv6 /48 eight times as many"),
        number("limits.backlog", &S::backlog, 65'536, 1'073'741'824, "bytes from 65536 to 1073741824",
               "unsent bytes above which a slow client is closed; it resumes"),
        number("limits.backlogAge", &S::backlogAge, 0, 600'000, "milliseconds from 0 to 600000; 0: no limit",
               "for which a broadcast may wait before a slow client is closed; it resumes"),
        number("limits.connections", &S::connections, 0, 1'000'000,
               "a number from 0 to 1000000; 0: as many as the descriptors allow", "connections at a time"),
        number("limits.visitors", &S::visitors, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "connections at a time that only read pages or have asked for nothing yet; with more, one of the "
               "address that holds the most is ended"),
        number("limits.handshakes", &S::handshakes, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "TLS handshakes under way at a time; with more, one of the address that holds the most is ended"),
        number("limits.ungreeted", &S::ungreeted, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "connections at a time that have said neither hello nor join; with more, one of the address that holds "
               "the most is closed"),
        number("limits.fragments", &S::fragments, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "frames of one message"),
        number("limits.controlFrames", &S::controlFrames, 0, 1'000'000, "a number from 0 to 1000000; 0: no limit",
               "WebSocket pings and pongs from a client in a second; twice as many at once"),
    };
}

std::vector<Setting> operatingSettings()
{
    using S = Settings;
    return {
        text("metrics.listen", &S::metricsListen, &isEndpointOrNone, "ADDRESS:PORT; empty: nowhere",
             "a port of its own for /metrics, /healthz and /readyz; whoever reaches it may read them"),
        secret(text("metrics.token", &S::metricsToken, &isTokenOrNone, "16 to 256 printable characters; empty: none",
                    "with it /metrics is on the main port, too, and both ask for Authorization: Bearer with this")),
        text("log.format", &S::logFormat, &isLogFormat, "auto, text or json",
             "of the log on stderr; auto: with priorities in systemd's journal, text elsewhere"),
        text("log.level", &S::logLevel, &isLogLevel, "debug, info, warning or error", "the least that is logged"),
    };
}

/// What is looked up where it is used, beside what is marked in its row. All else needs a restart.
constexpr std::array<std::string_view, 32> lookedUp{"net.origins",
                                                    "net.hosts",
                                                    "net.trustedProxies",
                                                    "net.heartbeat",
                                                    "net.ping",
                                                    "net.headTimeout",
                                                    "net.frameTimeout",
                                                    "net.greetingTimeout",
                                                    "server.name",
                                                    "server.url",
                                                    "rooms.default",
                                                    "access.guests",
                                                    "access.registration",
                                                    "access.membersInvite",
                                                    "access.password",
                                                    "access.open",
                                                    "limits.text",
                                                    "limits.messages",
                                                    "limits.roomsPerConnection",
                                                    "limits.newRoomsPerHour",
                                                    "limits.connectionsPerAddress",
                                                    "limits.backlog",
                                                    "limits.backlogAge",
                                                    "limits.connections",
                                                    "limits.visitors",
                                                    "limits.handshakes",
                                                    "limits.ungreeted",
                                                    "limits.fragments",
                                                    "limits.controlFrames",
                                                    "metrics.token",
                                                    "log.format",
                                                    "log.level"};

const std::vector<Setting>& table()
{
    static const std::vector<Setting> all = [] {
        std::vector<Setting> rows = netSettings();
        for (auto&& more : {keepingSettings(), limitSettings(), operatingSettings()})
            rows.insert(rows.end(), more.begin(), more.end());
        for (Setting& row : rows)
            row.isReloaded = row.isReloaded || std::ranges::find(lookedUp, row.key) != lookedUp.end();
        return rows;
    }();
    return all;
}

} // namespace

std::span<const Setting> settingsTable()
{
    return table();
}

std::span<const SettingSection> settingSections()
{
    static constexpr std::array sections{
        SettingSection{"net", "Where the server listens, whom it believes, and how long it waits."},
        SettingSection{"tls", "Encryption by the server itself; behind a proxy that does it, leave it out."},
        SettingSection{"data", "Where what must last is kept."},
        SettingSection{"storage", "How the log is kept."},
        SettingSection{"cluster", "How several servers work as one."},
        SettingSection{"server", "What people see of the server."},
        SettingSection{"rooms", "Which rooms there are for people who are new."},
        SettingSection{"access", "Who may come in."},
        SettingSection{"limits", "What one person, one connection and all of them together may take."},
        SettingSection{"metrics", "What a monitoring system may read."},
        SettingSection{"log", "What is logged, and how."},
    };
    return sections;
}

std::string_view sectionOf(const Setting& setting)
{
    return setting.key.substr(0, setting.key.find('.'));
}

const Setting* findSetting(QStringView key)
{
    const auto found = std::ranges::find_if(table(), [key](const Setting& s) { return toQString(s.key) == key; });
    return found == table().end() ? nullptr : &*found;
}

QByteArray environmentName(std::string_view key)
{
    QByteArray name("PARLANCE_");
    for (const char c : key) {
        if (c >= 'A' && c <= 'Z')
            name += '_';
        name += c == '.' ? '_' : char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return name;
}

QStringList settingKeys()
{
    QStringList keys;
    for (const Setting& setting : table())
        keys += toQString(setting.key);
    return keys;
}

QString unknownSetting(const QString& key)
{
    QString near = nearestOf(key, settingKeys());
    if (near.isEmpty()) {
        // The right name in the wrong section, or in none.
        const QStringList alike = settingKeys().filter(
            QRegularExpression(QStringLiteral("\\.%1$").arg(QRegularExpression::escape(key.section(u'.', -1)))));
        near = alike.size() == 1 ? alike.first() : QString();
    }
    return QStringLiteral("there is no setting \"%1\"%2")
        .arg(key, near.isEmpty() ? QString() : QStringLiteral("; did you mean \"%1\"?").arg(near));
}

std::optional<QString> apply(Settings& settings, const QString& key, const QString& value, const QString& source)
{
    const Setting* setting = findSetting(key);
    if (!setting)
        return source + QStringLiteral(": ") + unknownSetting(key);
    if (setting->set(settings, value))
        return std::nullopt;
    const QString shown = setting->isSecret ? QStringLiteral("something else") : u'"' + value + u'"';
    const QString how = setting->type == SettingType::List ? QStringLiteral(", separated by commas") : QString();
    return QStringLiteral("%1: %2 got %3, but takes %4%5").arg(source, key, shown, toQString(setting->takes), how);
}

} // namespace parlance
