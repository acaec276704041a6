#include "app/announcement.h"
#include "app/configuration.h"
#include "app/logformat.h"
#include "base/views.h"
#include "cli/parse.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace parlance {

class SettingsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleanup();
    void defaultsAreWhatTheTableTakes();
    void precedence();
    void mistakesAreOneLine_data();
    void mistakesAreOneLine();
    void unknownKeysInTheFileAreWarnings();
    void exposureNeedsAPasswordOrOpen();
    void metricsNeedAPlaceOfTheirOwn();
    void theDataFolderIsAbsolute();
    void theAnnouncement();
    void logLinesCannotBeForged();

  private:
    QTemporaryDir m_folder;
    QString file(const QByteArray& text);
};

namespace {

/// As serve does, up to where it would begin.
Configuration configureWith(const QList<QByteArray>& words)
{
    QStringList arguments;
    for (const QByteArray& word : words)
        arguments += QString::fromUtf8(word);
    const auto parsed = cli::parse(arguments);
    const auto* invocation = std::get_if<cli::Invocation>(&parsed);
    if (!invocation)
        qFatal("not a command line: %s", qPrintable(std::get<cli::Exit>(parsed).text));
    QStringList problems;
    Configuration configuration = readConfiguration(cli::sourcesOf(*invocation, problems));
    configuration.problems += problems;
    configuration.problems += contradictions(configuration.settings);
    return configuration;
}

Settings settingsFrom(const QList<QByteArray>& words)
{
    return configureWith(words).settings;
}

} // namespace

void SettingsTest::cleanup()
{
    qunsetenv("PORT");
    qunsetenv("PARLANCE_LIMITS_MESSAGES");
    qunsetenv("PARLANCE_LIMITS_CONNECTIONS_PER_ADDRESS");
}

QString SettingsTest::file(const QByteArray& text)
{
    QFile config(m_folder.filePath(QStringLiteral("parlanced.toml")));
    if (!config.open(QIODevice::WriteOnly))
        qFatal("cannot write the test's file");
    config.write(text);
    return config.fileName();
}

void SettingsTest::defaultsAreWhatTheTableTakes()
{
    const Settings defaults;
    for (const Setting& setting : settingsTable()) {
        Settings other;
        QVERIFY2(setting.set(other, setting.show(defaults)), setting.key.data());
        QCOMPARE(setting.show(other), setting.show(defaults));
    }
    QCOMPARE(environmentName("limits.connectionsPerAddress"), QByteArray("PARLANCE_LIMITS_CONNECTIONS_PER_ADDRESS"));
    QCOMPARE(settingsFrom({}).listenPort, 3001);
}

void SettingsTest::precedence()
{
    const QByteArray path = file("[limits]\nmessages = 1\ntext = 1000\n[net]\nlisten = \"127.0.0.1:1111\"\n"
                                 "origins = [\"https://a.example\", \"https://b.example\"]\n")
                                .toUtf8();
    auto settings = settingsFrom({"--config", path});
    QCOMPARE(settings.messages, 1);
    QCOMPARE(settings.listenPort, 1111);
    QCOMPARE(settings.origins.size(), 2);
    qputenv("PARLANCE_LIMITS_MESSAGES", "2");
    qputenv("PORT", "2222");
    settings = settingsFrom({"--config", path});
    QCOMPARE(settings.messages, 2);
    QCOMPARE(settings.listenPort, 2222);
    settings = settingsFrom({"serve", "--config", path, "--set", "limits.messages=3", "--listen", "127.0.0.1:3333"});
    QCOMPARE(settings.messages, 3);
    QCOMPARE(settings.listenPort, 3333);
    QCOMPARE(settings.text, 1000);
}

void SettingsTest::mistakesAreOneLine_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const QList<QByteArray>& arguments, const char* says) {
        QTest::newRow(name) << arguments << QByteArray(says);
    };
    row("no number", {"--set", "limits.messages=abc"},
        "--set: limits.messages got \"abc\", but takes a number from 0 to");
    row("out of range", {"--set", "limits.text=0"}, "--set: limits.text got \"0\", but takes a number from 1 to 16000");
    row("unknown", {"--set", "limits.mesages=1"}, "did you mean \"limits.messages\"?");
    row("no equals sign", {"--set", "limits.messages"}, "takes KEY=VALUE");
    row("bad address", {"--listen", "nowhere"}, "--listen: net.listen got \"nowhere\", but takes ADDRESS:PORT");
    row("bad port", {"--listen", "127.0.0.1:99999"}, "net.listen got");
    row("bad proxy", {"--set", "net.trustedProxies=1.2.3"}, "net.trustedProxies got \"1.2.3\"");
    row("no file", {"--config", "/nowhere/x.toml"}, "there is no file /nowhere/x.toml");
    row("half of TLS", {"--set", "tls.key=x"}, "tls.key is set, but not tls.certificate");
}

void SettingsTest::mistakesAreOneLine()
{
    QFETCH(QList<QByteArray>, arguments);
    QFETCH(QByteArray, says);
    const QStringList problems = configureWith(arguments).problems;
    QCOMPARE(problems.size(), 1);
    QVERIFY2(problems[0].contains(QString::fromUtf8(says)), qPrintable(problems[0]));
    QVERIFY(!problems[0].contains(u'\n'));
}

void SettingsTest::unknownKeysInTheFileAreWarnings()
{
    const QByteArray path = file("[limits]\nmesages = 1\n[server]\nname = \"Team\"\n").toUtf8();
    const Configuration configuration = configureWith({"--config", path});
    QCOMPARE(configuration.settings.serverName, QStringLiteral("Team"));
    QCOMPARE(configuration.warnings.size(), 1);
    QVERIFY(configuration.warnings[0].contains(QStringLiteral("parlanced.toml:2:1")));
    QVERIFY(configuration.warnings[0].contains(QStringLiteral("did you mean \"limits.messages\"")));
    const QByteArray broken = file("[limits\n").toUtf8();
    QVERIFY(configureWith({"--config", broken}).problems.value(0).contains(QStringLiteral("parlanced.toml:1:")));
    qputenv("PORT", "http");
    QVERIFY(configureWith({}).problems.value(0).contains(QStringLiteral("PORT")));
}

void SettingsTest::exposureNeedsAPasswordOrOpen()
{
    QVERIFY(configureWith({"--listen", "0.0.0.0:3001"}).problems.value(0).contains(QStringLiteral("--open")));
    QVERIFY(configureWith({"--listen", "0.0.0.0:3001", "--open"}).problems.isEmpty());
    QVERIFY(configureWith({"--listen", "[::]:3001", "--set", "access.password=x"}).problems.isEmpty());
    QVERIFY(configureWith({"--listen", "[::1]:3001"}).problems.isEmpty());
}

void SettingsTest::metricsNeedAPlaceOfTheirOwn()
{
    const auto problems = [](const QByteArray& listen, const QByteArray& metrics) {
        return configureWith({"--open", "--listen", listen, "--set", "metrics.listen=" + metrics}).problems;
    };
    for (const char* taken : {"127.0.0.1:3001", "localhost:3001", "*:3001"})
        QVERIFY2(problems("127.0.0.1:3001", taken).value(0).contains(QStringLiteral("metrics.listen: ")), taken);
    QCOMPARE(problems("0.0.0.0:3001", "127.0.0.1:3001").size(), 1);
    for (const char* free : {"127.0.0.1:3002", "127.0.0.2:3001", "[::1]:3001"})
        QVERIFY2(problems("127.0.0.1:3001", free).isEmpty(), free);
    QVERIFY(problems("127.0.0.1:0", "127.0.0.1:0").isEmpty()); // any that is free
}

void SettingsTest::theDataFolderIsAbsolute()
{
    QCOMPARE(settingsFrom({"--data", "some/where"}).dataFolder, QDir::current().filePath(QStringLiteral("some/where")));
    QCOMPARE(settingsFrom({"--data", "/some/where"}).dataFolder, QStringLiteral("/some/where"));
    QVERIFY(QDir::isAbsolutePath(settingsFrom({}).dataFolder));
}

void SettingsTest::theAnnouncement()
{
    Settings settings;
    settings.password = QStringLiteral("a b&c");
    settings.dataFolder = QStringLiteral("/some/where");
    const QString url = QStringLiteral("http://127.0.0.1:3001/");
    QVERIFY(announcement(settings, url, false).contains(QStringLiteral("\n  Its data is in /some/where\n")));
    QVERIFY(!announcement(settings, url, true).contains(QStringLiteral("Invite"))); // nobody else can reach it
    settings.listenAddress = QStringLiteral("192.0.2.1");
    QVERIFY(announcement(settings, url, true).contains(QStringLiteral("http://192.0.2.1:3001/#/?key=a%20b%26c\n")));
    QVERIFY(!announcement(settings, url, false).contains(QStringLiteral("key=")));
    QVERIFY(announcement(settings, url, false)
                .startsWith(QStringLiteral("parlanced " PARLANCE_VERSION " ready: "
                                           "http://127.0.0.1:3001/\n")));
}

void SettingsTest::logLinesCannotBeForged()
{
    QCOMPARE(safeLine(QStringLiteral("a\nb\x1b[31m\u202ec")), QStringLiteral("a\\u000ab\\u001b[31m\\u202ec"));
    QCOMPARE(safeLine(QString(3'000, u'x')).size(), 2'001);
    QCOMPARE(safeLine(QStringLiteral("grün 😀")), QStringLiteral("grün 😀"));
}

} // namespace parlance

using parlance::SettingsTest;
PARLANCE_SUITE(settings, SettingsTest)
#include "settings_test.moc"
