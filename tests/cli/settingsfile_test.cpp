#include "app/settingsfile.h"
#include "app/settingstext.h"
#include "base/views.h"
#include "support/suite.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace parlance {

class SettingsFileTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void mistakesNamePlaceFindingAndWhatIsTaken_data();
    void mistakesNamePlaceFindingAndWhatIsTaken();
    void unknownKeysAreWarnings_data();
    void unknownKeysAreWarnings();
    void secretsAreNotRepeated();
    void whatIsNoFileOfSettingsIsSaid();
    void everyMistakeIsNamed();
    void theDefaultFileSetsNothing();
    void aWrittenFileIsReadAsItWas();
    void everySectionHasItsLine();

  private:
    QTemporaryDir m_folder;
    Configuration read(const QByteArray& content);
};

Configuration SettingsFileTest::read(const QByteArray& content)
{
    QFile file(m_folder.filePath(QStringLiteral("f.toml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write the test's file");
    file.close();
    Configuration configuration;
    readSettingsFile(file.fileName(), configuration);
    return configuration;
}

void SettingsFileTest::mistakesNamePlaceFindingAndWhatIsTaken_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* content, const char* says) {
        QTest::newRow(content) << QByteArray(content) << QString::fromUtf8(says);
    };
    row("[net]\nlisten = 127.0.0.1:3001\n",
        "2:12: Error while parsing time: expected ':', saw '7'; a text stands in quotes");
    row("[server]\nname = Team\n",
        "2:8: Error while parsing boolean: expected 'true', saw 'T'; a text stands in quotes");
    row("[net]\nlisten = \n", "2:10: Error while parsing key-value pair: expected value, saw '\\n'");
    row("[net\n", "1:5: Error while parsing table header: expected ']', saw '\\n'");
    row("[limits]\ntext = 1\ntext = 2\n",
        "3:8: Error while parsing key-value pair: cannot redefine existing integer 'text'");
    row("[limits]\ntext = \"20\"\n",
        "2:8: limits.text got the text \"20\", but takes a number from 1 to 16000 (without quotes)");
    row("[limits]\ntext = 2.5\n", "2:8: limits.text got the number 2.5, but takes a number from 1 to 16000");
    row("[limits]\ntext = true\n", "2:8: limits.text got the switch true, but takes a number from 1 to 16000");
    row("[limits]\ntext = 0\n", "2:8: limits.text got the number 0, but takes a number from 1 to 16000");
    row("[limits]\ntext = 99999999999999999999\n", "is not representable in 64 bits");
    row("[limits.text]\na = 1\n", "1:1: limits.text got a table, but takes a number from 1 to 16000");
    row("limits.text = {}\n", "1:15: limits.text got a table, but takes a number from 1 to 16000");
    row("[limits]\ntext = [1]\n", "2:8: limits.text got an array, but takes a number from 1 to 16000");
    row("[server]\nname = 2020-01-31\n",
        "2:8: server.name got the date or time 2020-01-31, but takes 1 to 64 characters (in quotes)");
    row("[server]\nname = 5\n", "2:8: server.name got the number 5, but takes 1 to 64 characters (in quotes)");
    row("[server]\nname = \"\"\n", "2:8: server.name got the text \"\", but takes 1 to 64 characters");
    row("[access]\nopen = \"yes\"\n",
        "2:8: access.open got the text \"yes\", but takes true or false (without quotes)");
    row("[net]\norigins = \"https://a.example\"\n",
        "2:11: net.origins got the text \"https://a.example\", but takes origins");
    row("[net]\norigins = [\"https://a.example\",\n 5]\n", "3:2: net.origins got the number 5, but takes origins");
    row("[net]\norigins = [\"https://a.example\", \"b\"]\n", "2:33: net.origins got the text \"b\", but takes origins");
    row("[[net]]\nping = 200\n", "net got an array of tables, but is a section: [net]");
    row("net = 5\n", "1:1: net got the number, but is a section: [net]");
    row("[server]\nname = \"caf\xe9\"\n", "2:");
}

void SettingsFileTest::mistakesNamePlaceFindingAndWhatIsTaken()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const Configuration configuration = read(content);
    QCOMPARE(configuration.problems.size(), 1);
    const QString problem = configuration.problems[0];
    QVERIFY2(problem.startsWith(m_folder.filePath(QStringLiteral("f.toml:"))), qPrintable(problem));
    QVERIFY2(problem.contains(says), qPrintable(problem));
    QVERIFY(!problem.contains(u'\n'));
    QVERIFY(configuration.origins.empty());
}

void SettingsFileTest::unknownKeysAreWarnings_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* content, const char* says) {
        QTest::newRow(content) << QByteArray(content) << QString::fromUtf8(says);
    };
    row("[limits]\nmesages = 1\n",
        "2:1: ignored: there is no setting \"limits.mesages\"; did you mean \"limits.messages\"?");
    row("[LIMITS]\nmesages = 1\n",
        "2:1: ignored: there is no setting \"LIMITS.mesages\"; did you mean \"limits.messages\"?");
    row("messages = 5\n", "1:1: ignored: there is no setting \"messages\"; did you mean \"limits.messages\"?");
    row("[server]\npassword = \"x\"\n", "did you mean \"access.password\"?");
    row("[net.tls]\nkey = \"x\"\n", "2:1: ignored: there is no setting \"net.tls.key\"; did you mean \"tls.key\"?");
    row("[future]\nthing = 1\n", "2:1: ignored: there is no setting \"future.thing\"");
    row("[future]\n", "1:2: ignored: there is no setting \"future\"");
}

void SettingsFileTest::unknownKeysAreWarnings()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const Configuration configuration = read(content);
    QCOMPARE(configuration.problems, QStringList());
    QCOMPARE(configuration.warnings.size(), 1);
    QVERIFY2(configuration.warnings[0].contains(says), qPrintable(configuration.warnings[0]));
}

void SettingsFileTest::secretsAreNotRepeated()
{
    const Configuration configuration = read("[access]\npassword = 123456\n");
    QVERIFY2(
        configuration.problems.value(0).contains(QStringLiteral("2:12: access.password got the number, but takes")),
        qPrintable(configuration.problems.value(0)));
}

void SettingsFileTest::whatIsNoFileOfSettingsIsSaid()
{
    const auto problem = [](const QString& path) {
        Configuration configuration;
        readSettingsFile(path, configuration);
        return configuration.problems.join(u'\n');
    };
    QCOMPARE(problem(QStringLiteral("/nowhere/x.toml")),
             QStringLiteral("there is no file /nowhere/x.toml; see --config"));
    QVERIFY(problem(m_folder.path()).startsWith(QStringLiteral("cannot read ")));
    QVERIFY(problem(QStringLiteral("/dev/zero")).contains(QStringLiteral("larger than 1 MiB")));
}

void SettingsFileTest::everyMistakeIsNamed()
{
    const Configuration configuration =
        read("[limits]\ntext = 0\nmessages = \"x\"\nframe = 5000\n[server]\nname = 1\n");
    QCOMPARE(configuration.problems.size(), 3);
    QCOMPARE(configuration.settings.frame, 5'000);
}

void SettingsFileTest::theDefaultFileSetsNothing()
{
    const Configuration configuration = read(settingsFileText(Settings()).toUtf8());
    QCOMPARE(configuration.problems + configuration.warnings, QStringList());
    QVERIFY(configuration.origins.empty());
}

/// Every key takes what the file shows of it, however odd.
void SettingsFileTest::aWrittenFileIsReadAsItWas()
{
    Settings settings;
    settings.password = QStringLiteral("\"quoted\"\\ \t\x7f ü 😀");
    settings.serverName = QStringLiteral("Team #1");
    settings.origins = {QStringLiteral("https://a.example"), QStringLiteral("https://b.example")};
    settings.isOpen = true;
    settings.listenAddress = QStringLiteral("::");
    settings.messages = 0;
    const Configuration configuration = read(settingsFileText(settings).toUtf8());
    QCOMPARE(configuration.problems + configuration.warnings, QStringList());
    QCOMPARE(configuration.origins.size(), size_t(6));
    for (const Setting& setting : settingsTable())
        QCOMPARE(setting.show(configuration.settings), setting.show(settings));
    // And with no line commented out.
    QByteArray all = settingsFileText(Settings()).toUtf8();
    for (const Setting& setting : settingsTable()) {
        const QByteArray name = toQString(setting.key).section(u'.', 1).toLatin1();
        all.replace("\n# " + name + " = ", "\n" + name + " = ");
    }
    const Configuration full = read(all);
    // An empty file or folder is no file or folder, but all else is taken.
    QCOMPARE(full.problems + full.warnings, QStringList());
    QCOMPARE(full.origins.size(), settingsTable().size());
}

void SettingsFileTest::everySectionHasItsLine()
{
    QStringList sections;
    for (const SettingSection& section : settingSections())
        sections += toQString(section.name);
    QStringList used;
    for (const Setting& setting : settingsTable())
        used += toQString(sectionOf(setting));
    used.removeDuplicates();
    QCOMPARE(used, sections);
}

} // namespace parlance

using parlance::SettingsFileTest;
PARLANCE_SUITE(settingsfile, SettingsFileTest)
#include "settingsfile_test.moc"
