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

    QString problem()
    {
        const auto* label = field<QLabel>("problem");
        return label->isVisible() ? label->text().remove(QChar(0x200b)) : QString();
    }
};

} // namespace

class LoginDialogTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void signsIn();
    void explainsItself();
    void linksFillTheFields();
    void linksMakeNoRoom();
    void saysWhatIsWrongWithWhatWasTyped();
    void plainTextToAnotherHostOnlyAfterAQuestion();
    void asksForThePasswordWhereOneIsWanted();
    void unreachableLeavesNothingBehind();
    void closingItGivesUp();
    void whatCannotBeReachedIsNamedWithItsPort();
    void longProblemsSqueezeNoField();
    void welcomesOnceOnly();
};

void LoginDialogTest::signsIn()
{
    Login w;
    w.join("localhost", "Ann", "kitchen");
    QCOMPARE(w.asked, QUrl(QStringLiteral("ws://localhost:3001/ws")));
    QCOMPARE(w.signedIn.size(), 1);
    const auto account = w.dialog.take();
    QVERIFY(!account->client().state().roomCalled(*RoomName::parse(u"kitchen")).isEmpty());
    QCOMPARE(w.abandoned.size(), 0);
}

void LoginDialogTest::explainsItself()
{
    Login w;
    QCOMPARE(w.field<QLabel>("loginTitle")->text(), QStringLiteral("Welcome to Parlance"));
    QVERIFY(w.field<QLabel>("loginHint")->text().contains(QStringLiteral("Enter the address of a server")));
    w.dialog.prefill(QStringLiteral("https://chat.example.org/#/tea"), {}, {});
    QCOMPARE(w.field<QLabel>("loginTitle")->text().remove(QChar(0x200b)), QStringLiteral("Join chat.example.org"));
    QVERIFY(w.field<QLineEdit>("name")->text().isEmpty());
}

/// Nobody has to read a raw link, wherever it comes from.
void LoginDialogTest::linksFillTheFields()
{
    struct Case {
        const char* link;
        const char* server;
        const char* room;
        const char* password;
    };
    for (const Case& each : std::initializer_list<Case>{
             {"https://chat.example.org/#/tea%20room", "chat.example.org", "tea room", ""},
             {"https://chat.example.org/#/tea/42?key=open%20sesame", "chat.example.org", "tea", "open sesame"},
             {"http://127.0.0.1:3001/#/tea", "127.0.0.1:3001", "tea", ""},
             {"http://chat.example.org/#/tea", "http://chat.example.org", "tea", ""},
             {"parlance://chat.example.org:8443/tea", "chat.example.org:8443", "tea", ""},
             {"https://example.org/chat/#/r/0190-ab", "example.org/chat", "", ""},
             {"parlance://127.0.0.1:3001", "127.0.0.1:3001", "general", ""},
             {"chat.example.org", "chat.example.org", "general", ""}}) {
        Login w;
        w.field<QLineEdit>("server")->setText(QString::fromUtf8(each.link));
        Q_EMIT w.field<QLineEdit>("server")->editingFinished();
        QCOMPARE(w.field<QLineEdit>("server")->text(), QString::fromUtf8(each.server));
        QCOMPARE(w.field<QLineEdit>("room")->text(), QString::fromUtf8(each.room));
        QCOMPARE(w.field<QLineEdit>("password")->text(), QString::fromUtf8(each.password));
    }
}

void LoginDialogTest::linksMakeNoRoom()
{
    Login w;
    w.dialog.prefill(QStringLiteral("http://localhost:3001/#/unknwon/7"), QStringLiteral("Ann"), {});
    QTest::mouseClick(w.field<QPushButton>("join"), Qt::LeftButton);
    w.settle();
    QCOMPARE(w.signedIn.size(), 1);
    QVERIFY(w.dialog.link());
    QCOMPARE(w.dialog.link()->seq, 7);
    const auto account = w.dialog.take();
    QVERIFY(account->client().state().rooms.empty()); // whoever opens the link offers to create it

    Login plain; // the field says how to connect, and the link is remembered all the same
    plain.dialog.prefill(QStringLiteral("http://chat.example.org/#/unknwon"), QStringLiteral("Ann"), {});
    QTest::mouseClick(plain.field<QPushButton>("join"), Qt::LeftButton);
    plain.settle();
    QCOMPARE(plain.dialogs.asked.size(), size_t(1)); // whether to connect without encryption
    QVERIFY(plain.dialog.link());
    QVERIFY(plain.dialog.take()->client().state().rooms.empty());

    Login other; // another room was typed, which is meant
    other.dialog.prefill(QStringLiteral("http://localhost:3001/#/unknwon/7"), QStringLiteral("Ann"), {});
    other.field<QLineEdit>("room")->setText(QStringLiteral("known"));
    QTest::mouseClick(other.field<QPushButton>("join"), Qt::LeftButton);
    other.settle();
    QVERIFY(!other.dialog.link());
    QVERIFY(!other.dialog.take()->client().state().roomCalled(*RoomName::parse(u"known")).isEmpty());
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
    QVERIFY2(w.problem().startsWith(QStringLiteral("localhost:3001 cannot be reached")), qPrintable(w.problem()));
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

void LoginDialogTest::whatCannotBeReachedIsNamedWithItsPort()
{
    const Error problem{ErrorCode::Busy, QStringLiteral("Connection refused"), {}};
    const auto text = [&problem](const char* url) {
        return LoginDialog::problemText(problem, QUrl(QString::fromLatin1(url)));
    };
    QCOMPARE(text("ws://127.0.0.1:4000/ws"), QStringLiteral("127.0.0.1:4000 cannot be reached: Connection refused"));
    QCOMPARE(text("wss://chat.example.org/ws"),
             QStringLiteral("chat.example.org cannot be reached: Connection refused"));
    QCOMPARE(text("wss://example.org/chat/ws"),
             QStringLiteral("example.org/chat cannot be reached: Connection refused"));
    QCOMPARE(text("ws://[::1]:4000/ws"), QStringLiteral("[::1]:4000 cannot be reached: Connection refused"));
}

void LoginDialogTest::longProblemsSqueezeNoField()
{
    Login w;
    const int width = w.dialog.width();
    const int usual = w.field<QLineEdit>("server")->sizeHint().height();
    w.world.server.reset();
    const QByteArray label(60, 'a');
    w.join((label + '.' + label + '.' + label + ".example.org").constData(), "Ann");
    QVERIFY(w.problem().size() > 190);
    QCOMPARE(w.dialog.width(), width);
    for (const char* name : {"server", "name", "room"})
        QVERIFY2(w.field<QLineEdit>(name)->height() >= usual, name);
    const auto* problem = w.field<QLabel>("problem");
    QVERIFY(problem->height() >= problem->heightForWidth(problem->width()));
}

void LoginDialogTest::welcomesOnceOnly()
{
    Login w;
    QCOMPARE(w.field<QLabel>("loginTitle")->text(), QStringLiteral("Welcome to Parlance"));
    const LoginDialog another([&w](const AccountInfo& info) { return w.make(info); }, w.dialogs, w.look,
                              w.workspace.get());
    QCOMPARE(another.findChild<QLabel*>(QStringLiteral("loginTitle"))->text(), QStringLiteral("Join another server"));
}

} // namespace parlance::test

PARLANCE_SUITE(logindialog, parlance::test::LoginDialogTest)
#include "logindialog_test.moc"
