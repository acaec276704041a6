#include "base/views.h"
#include "cli/parse.h"
#include "cli/table.h"
#include "support/suite.h"

#include <QTest>

#include <set>

namespace parlance::cli {

class CommandLineTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void serveIsTheDefault_data();
    void serveIsTheDefault();
    void mistakesAreOneLineAndExit2_data();
    void mistakesAreOneLineAndExit2();
    void namesAreOneOrTwoWordsAndComeOnce();
    void helpFitsOnAScreenAndNamesEverything();
};

namespace {

using Outcome = std::variant<Invocation, Exit>;

Outcome parsed(const char* words)
{
    return parse(QString::fromUtf8(words).split(u' ', Qt::SkipEmptyParts));
}

} // namespace

void CommandLineTest::serveIsTheDefault_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("named") << QByteArray("serve");
    QTest::newRow("flags") << QByteArray("--config serve --set a=b --set c=d --open");
    QTest::newRow("named, flags") << QByteArray("serve --config x --open");
    QTest::newRow("flags, named") << QByteArray("--config x --open serve");
    QTest::newRow("equals signs") << QByteArray("--config=x --open --set=a=b");
}

void CommandLineTest::serveIsTheDefault()
{
    QFETCH(QByteArray, words);
    const auto outcome = parsed(words);
    const auto* invocation = std::get_if<Invocation>(&outcome);
    QVERIFY2(invocation, qPrintable(invocation ? QString() : std::get<Exit>(outcome).text));
    QCOMPARE(toQString(invocation->command->name), QStringLiteral("serve"));
    QCOMPARE(invocation->isSet("--open"), words.contains("--open"));
    QCOMPARE(invocation->values("--set").size(), words.count("--set"));
    QCOMPARE(invocation->isSet("--config"), words.contains("--config"));
}

void CommandLineTest::mistakesAreOneLineAndExit2_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* words, const char* says) {
        QTest::newRow(words) << QByteArray(words) << QString::fromUtf8(says);
    };
    row("dance", "there is no command \"dance\"");
    row("config", "config needs one more word: config check, config show, config default");
    row("config dance", "config needs one more word: config check, config show, config default");
    row("confg check", "did you mean \"config\"?");
    row("--frobnicate", "--frobnicate; see parlanced --help");
    row("version --frobnicate", "--frobnicate; see parlanced version --help");
    row("serve twice", "twice");
    row("--config", "--config: 1 required FILE missing; see parlanced --help");
    row("who --data", "--data: 1 required DIR missing; see parlanced who --help");
    row("--config a --config b", "--config");
    row("version --config x", "--config");
}

void CommandLineTest::mistakesAreOneLineAndExit2()
{
    QFETCH(QByteArray, words);
    QFETCH(QString, says);
    const auto outcome = parsed(words);
    const auto* exit = std::get_if<Exit>(&outcome);
    QVERIFY(exit);
    QCOMPARE(exit->code, 2);
    QVERIFY2(exit->text.contains(says), qPrintable(exit->text));
    QVERIFY(exit->text.startsWith(QStringLiteral("parlanced: ")));
    QCOMPARE(exit->text.count(u'\n'), 1);
}

void CommandLineTest::namesAreOneOrTwoWordsAndComeOnce()
{
    std::set<QString> names;
    for (const Command& command : commandTable()) {
        const QString name = toQString(command.name);
        QVERIFY2(name.count(u' ') <= 1, qPrintable(name));
        QVERIFY2(names.insert(name).second, qPrintable(name));
        std::set<std::string_view> arguments;
        for (const Argument& argument : argumentsOf(command))
            QVERIFY2(arguments.insert(argument.name).second, qPrintable(name));
    }
}

void CommandLineTest::helpFitsOnAScreenAndNamesEverything()
{
    const auto check = [](const QByteArray& words, const std::vector<std::string_view>& names) {
        const auto outcome = parsed(words);
        const auto& exit = std::get<Exit>(outcome);
        QCOMPARE(exit.code, 0);
        for (const std::string_view name : names)
            QVERIFY2(exit.text.contains(toQString(name)), qPrintable(exit.text));
        const QStringList lines = exit.text.split(u'\n');
        QVERIFY2(lines.size() <= 42, qPrintable(exit.text));
        for (const QString& line : lines)
            QVERIFY2(line.size() <= 100, qPrintable(line));
    };
    std::vector<std::string_view> commands;
    for (const Command& command : commandTable()) {
        commands.push_back(command.name);
        std::vector<std::string_view> names;
        for (const Argument& argument : argumentsOf(command))
            names.push_back(argument.name);
        check(QByteArray::fromStdString(std::string(command.name)) + " --help", names);
    }
    check("--help", commands);
    check("-h", commands);
    QCOMPARE(std::get<Exit>(parsed("--version")).text, QStringLiteral("parlanced " PARLANCE_VERSION "\n"));
}

} // namespace parlance::cli

using parlance::cli::CommandLineTest;
PARLANCE_SUITE(commandline, CommandLineTest)
#include "commandline_test.moc"
