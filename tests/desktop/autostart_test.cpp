#include "desktop/autostart.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace parlance::client {

namespace {

/// What a desktop makes of a value of Exec, by the Desktop Entry Specification: first the escapes of every value, then
/// the quotes, then the percent signs. Nothing for what it must not accept.
QStringList readByADesktop(const QString& value)
{
    QString unescaped;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value[i] == u'\\' && i + 1 < value.size() && value[i + 1] == u'\\')
            ++i;
        else if (value[i] == u'\\')
            return {};
        unescaped += value[i];
    }
    const auto special = QStringLiteral(" \t\n\"'\\><~|&;$*?#()`");
    QStringList words(QString{});
    bool isQuoted = false;
    for (qsizetype i = 0; i < unescaped.size(); ++i) {
        const QChar c = unescaped[i];
        if (c == u'"')
            isQuoted = !isQuoted;
        else if (isQuoted && c == u'\\')
            words.last() += unescaped[++i];
        else if (isQuoted && (c == u'$' || c == u'`'))
            return {};
        else if (!isQuoted && c == u' ')
            words << QString();
        else if (!isQuoted && special.contains(c))
            return {};
        else
            words.last() += c;
    }
    for (QString& word : words) {
        if (word.count(u'%') != 2 * word.count(QStringLiteral("%%")))
            return {};
        word.replace(QStringLiteral("%%"), QStringLiteral("%"));
    }
    return isQuoted ? QStringList() : words;
}

} // namespace

class AutostartTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void writtenAndRemoved();
    void theWholeFile();
    void exec_data();
    void exec();
    void cannotBeSaid_data();
    void cannotBeSaid();
    void switchedOffByTheDesktop_data();
    void switchedOffByTheDesktop();
    void writtenAnewWhateverWasThere();
    void cannotBeWritten();

  private:
    Autostart autostart(const QString& executable = QStringLiteral("/usr/bin/parlance"),
                        const QStringList& arguments = {}) const
    {
        return {m_folder->path(), executable, arguments};
    }
    QByteArray content() const
    {
        QFile file(autostart().path());
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void AutostartTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void AutostartTest::writtenAndRemoved()
{
    const Autostart start = autostart();
    QVERIFY(!start.isEnabled());
    QVERIFY(!start.setEnabled(false)); // nothing to remove is no error
    QVERIFY(!start.setEnabled(true));
    QVERIFY(start.isEnabled());
    QVERIFY(!start.setEnabled(true));
    QVERIFY(!start.setEnabled(false));
    QVERIFY(!start.isEnabled());
    QVERIFY(!QFileInfo::exists(start.path()));
}

void AutostartTest::theWholeFile()
{
    QVERIFY(!autostart(QStringLiteral("/opt/my apps/parlance"), {QStringLiteral("--profile"), QStringLiteral("work")})
                 .setEnabled(true));
    QCOMPARE(QFileInfo(autostart().path()).fileName(), QStringLiteral("chat.parlance.Parlance.desktop"));
    QCOMPARE(content(), QByteArray("[Desktop Entry]\n"
                                   "Type=Application\n"
                                   "Name=Parlance\n"
                                   "Exec=\"/opt/my apps/parlance\" --profile work --hidden\n"
                                   "Icon=chat.parlance.Parlance\n"
                                   "Terminal=false\n"
                                   "X-GNOME-Autostart-enabled=true\n"));
    QCOMPARE(QFileInfo(autostart().path()).dir().entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void AutostartTest::exec_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* name, const char* program, const char* value) {
        QTest::newRow(name) << QStringList{QString::fromUtf8(program), QStringLiteral("--hidden")}
                            << QString::fromUtf8(value) + QStringLiteral(" --hidden");
    };
    row("plain", "/usr/bin/parlance-0.1", "/usr/bin/parlance-0.1");
    row("space", "/a b", "\"/a b\"");
    row("quote", "/a\"b", R"("/a\\"b")");
    row("apostrophe", "/a'b", R"("/a'b")");
    row("dollar", "/$HOME", R"("/\\$HOME")");
    row("backtick", "/`id`", R"("/\\`id\\`")");
    row("backslash", "/a\\b", R"("/a\\\\b")");
    row("percent", "/100%u", R"("/100%%u")");
    row("shell", "/a;rm -rf ~ & (b) | c > d * ? #", R"("/a;rm -rf ~ & (b) | c > d * ? #")");
    row("letters", "/büro/👋", "\"/büro/👋\"");
    QTest::newRow("arguments") << QStringList{QStringLiteral("/p"), QString(), QStringLiteral("--a=b c")}
                               << QStringLiteral("/p \"\" \"--a=b c\"");
}

void AutostartTest::exec()
{
    QFETCH(const QStringList, command);
    const auto value = execValue(command);
    QVERIFY(value);
    QTEST(*value, "value");
    QCOMPARE(readByADesktop(*value), command);
}

void AutostartTest::cannotBeSaid_data()
{
    QTest::addColumn<QString>("executable");
    QTest::newRow("empty") << QString();
    QTest::newRow("not absolute") << QStringLiteral("parlance");
    QTest::newRow("two lines") << QStringLiteral("/a\nHidden=true");
    QTest::newRow("equals sign") << QStringLiteral("/a=b/parlance");
}

void AutostartTest::cannotBeSaid()
{
    QFETCH(const QString, executable);
    const auto problem = autostart(executable).setEnabled(true);
    QVERIFY(problem);
    QCOMPARE(problem->code, ErrorCode::BadRequest);
    QVERIFY(!QFileInfo::exists(autostart().path()));
}

void AutostartTest::switchedOffByTheDesktop_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isEnabled");
    const QByteArray entry = "[Desktop Entry]\nExec=/usr/bin/parlance\n";
    QTest::newRow("as it was") << entry << true;
    QTest::newRow("hidden") << entry + "Hidden=true\n" << false;
    QTest::newRow("not hidden") << entry + "Hidden = false\n" << true;
    QTest::newRow("by GNOME") << entry + "X-GNOME-Autostart-enabled=false\n" << false;
    QTest::newRow("in a comment") << entry + "#Hidden=true\n" << true;
    QTest::newRow("in another group") << entry + "[Desktop Action x]\nHidden=true\n" << true;
    QTest::newRow("empty") << QByteArray() << false;
}

void AutostartTest::switchedOffByTheDesktop()
{
    QFETCH(const QByteArray, content);
    QVERIFY(!autostart().setEnabled(true));
    QFile file(autostart().path());
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(content);
    file.close();
    QTEST(autostart().isEnabled(), "isEnabled");
}

void AutostartTest::writtenAnewWhateverWasThere()
{
    QVERIFY(!autostart().setEnabled(true));
    const QByteArray whole = content();
    QFile file(autostart().path());
    QVERIFY(file.open(QFile::WriteOnly | QFile::Append));
    file.write("Hidden=true\n");
    file.close();
    QVERIFY(!autostart().setEnabled(true));
    QCOMPARE(content(), whole);
}

void AutostartTest::cannotBeWritten()
{
    QFile inTheWay(m_folder->filePath(QStringLiteral("autostart")));
    QVERIFY(inTheWay.open(QFile::WriteOnly));
    const auto problem = autostart().setEnabled(true);
    QVERIFY(problem);
    QVERIFY(problem->message.contains(autostart().path()));
    QVERIFY(!autostart().isEnabled());
}

} // namespace parlance::client

using parlance::client::AutostartTest;
PARLANCE_SUITE(autostart, AutostartTest)
#include "autostart_test.moc"
