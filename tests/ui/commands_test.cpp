#include "models/commands.h"
#include "support/goldentext.h"
#include "support/suite.h"

namespace parlance::client {

using namespace Qt::StringLiterals;

/// As the page's tests/web/unit/commands.test.mjs, with the same cases.
class CommandsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void typed_data() { test::addTextCases("commands.json", "typed"_L1); }
    void typed();
    void help();
    void refused_data() { test::addTextCases("commands.json", "refused"_L1); }
    void refused();
};

void CommandsTest::typed()
{
    QFETCH(QJsonObject, golden);
    const Typed typed = readTyped(golden["typed"_L1].toString());
    QCOMPARE(typed.command, golden["command"_L1].toString());
    QCOMPARE(typed.text, golden["text"_L1].toString());
}

void CommandsTest::help()
{
    QJsonArray said;
    for (const CommandHelp& command : commandHelp())
        said.append(QJsonObject{{u"keys"_s, command.keys}, {u"what"_s, command.what}});
    QCOMPARE(said, test::textCases("commands.json", "help"_L1));
}

void CommandsTest::refused()
{
    QFETCH(QJsonObject, golden);
    const CommandRefusal refusal = refusalOf(readTyped(golden["typed"_L1].toString()).command);
    QCOMPARE(refusal.title, golden["title"_L1].toString());
    QCOMPARE(refusal.text, golden["text"_L1].toString());
}

} // namespace parlance::client

using parlance::client::CommandsTest;
PARLANCE_SUITE(commands, CommandsTest)
#include "commands_test.moc"
