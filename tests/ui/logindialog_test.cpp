#include "support/suite.h"
#include "ui/login/logindialog.h"
#include "ui/uiworld.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

namespace parlance::test {

namespace {

/// The dialog before a server.
struct Login : UiWorld {
    LoginDialog dialog{[this](const AccountInfo& info) { return make(info); }, dialogs, look, nullptr};
    QSignalSpy signedIn{&dialog, &LoginDialog::signedIn};
    QSignalSpy abandoned{&dialog, &LoginDialog::abandoned};
    QUrl asked;

    Login() { dialog.show(); }

    std::unique_ptr<Account> make(const AccountInfo& info)
    {
        asked = info.url;
        auto transport = std::make_unique<PairTransport>(
            world.wire, world.server ? [this](std::unique_ptr<Link> link) { world.server->add(std::move(link)); }
                                     : PairTransport::Accept());
        return std::make_unique<Account>(
            info, Account::Parts{std::move(transport), nullptr, world.wheel, secrets, preferences});
    }

    template <class Widget>
    Widget* field(const char* name)
    {
        return dialog.findChild<Widget*>(QLatin1String(name));
    }

    void join(const char* server, const char* name, const char* room = "general")
    {
        field<QLineEdit>("server")->setText(QString::fromUtf8(server));
        field<QLineEdit>("name")->setText(QString::fromUtf8(name));
        field<QLineEdit>("room")->setText(QString::fromUtf8(room));
        QTest::mouseClick(field<QPushButton>("join"), Qt::LeftButton);
        settle();
    }

    QString problem() { return field<QLabel>("problem")->isVisible() ? field<QLabel>("problem")->text() : QString(); }
};

} // namespace

class LoginDialogTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void signsIn();
    void saysWhatIsWrongWithWhatWasTyped();
    void plainTextToAnotherHostOnlyAfterAQuestion();
    void asksForThePasswordWhereOneIsWanted();
    void unreachableLeavesNothingBehind();
    void closingItGivesUp();
};

void LoginDialogTest::signsIn()
{
    Login w;
    w.join("localhost", "Ann", "kitchen");
    QCOMPARE(w.asked, QUrl(QStringLiteral("ws://localhost:3001/ws")));
    QCOMPARE(w.signedIn.size(), 1);
    const auto account = w.dialog.take();
    QVERIFY(account->client().state().room(*RoomName::parse(u"kitchen")));
    QCOMPARE(w.abandoned.size(), 0);
}

void LoginDialogTest::saysWhatIsWrongWithWhatWasTyped()
{
    Login w;
    w.join("", "Ann");
    QVERIFY(!w.problem().isEmpty());
    w.join("localhost", "");
    QVERIFY2(w.problem().startsWith(QStringLiteral("Your name")), qPrintable(w.problem()));
    w.join("localhost", "Ann", "a\u202Eb");
    QVERIFY2(w.problem().startsWith(QStringLiteral("The room")), qPrintable(w.problem()));
    QVERIFY(w.asked.isEmpty());
}

void LoginDialogTest::plainTextToAnotherHostOnlyAfterAQuestion()
{
    Login w;
    w.dialogs.agrees = false;
    w.join("http://chat.example.org", "Ann");
    QCOMPARE(w.dialogs.asked.size(), size_t(1));
    QVERIFY(w.asked.isEmpty());
    w.dialogs.agrees = true;
    w.join("http://chat.example.org", "Ann");
    QCOMPARE(w.signedIn.size(), 1);
    w.join("chat.example.org", "Ann");
    QCOMPARE(w.dialogs.asked.size(), size_t(2)); // encrypted: nothing to ask
    QCOMPARE(w.asked.scheme(), QStringLiteral("wss"));
}

void LoginDialogTest::asksForThePasswordWhereOneIsWanted()
{
    Login w;
    w.world.password = QStringLiteral("open sesame");
    w.world.start();
    auto* password = w.field<QLineEdit>("password");
    QVERIFY(!password->isVisible());
    w.join("localhost", "Ann");
    QVERIFY(password->isVisible());
    QVERIFY(!w.problem().isEmpty());
    QCOMPARE(w.abandoned.size(), 1);
    password->setText(w.world.password);
    w.join("localhost", "Ann");
    QCOMPARE(w.signedIn.size(), 1);
}

void LoginDialogTest::unreachableLeavesNothingBehind()
{
    Login w;
    w.world.server.reset();
    w.join("localhost", "Ann");
    QVERIFY2(w.problem().startsWith(QStringLiteral("localhost cannot be reached")), qPrintable(w.problem()));
    QCOMPARE(w.abandoned.size(), 1);
    QCOMPARE(w.preferences.accounts().size(), 1); // the window's own
    QVERIFY(w.field<QPushButton>("join")->isEnabled());
}

void LoginDialogTest::closingItGivesUp()
{
    Login w;
    w.field<QLineEdit>("server")->setText(QStringLiteral("localhost"));
    w.field<QLineEdit>("name")->setText(QStringLiteral("Ann"));
    QTest::mouseClick(w.field<QPushButton>("join"), Qt::LeftButton);
    w.dialog.reject(); // before the server has answered
    w.settle();
    QCOMPARE(w.abandoned.size(), 1);
    QCOMPARE(w.signedIn.size(), 0);
}

} // namespace parlance::test

PARLANCE_SUITE(logindialog, parlance::test::LoginDialogTest)
#include "logindialog_test.moc"
