#include "accounts/links.h"
#include "accounts/signingin.h"
#include "support/suite.h"
#include "ui/login/logindialog.h"
#include "ui/uiworld.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

namespace parlance::test {

namespace {

/// The dialog before a server, for people with an account.
struct AccountLogin : UiWorld {
    std::unique_ptr<LoginDialog> dialog;

    AccountLogin() { open(); }

    void open()
    {
        dialog = std::make_unique<LoginDialog>([this](const AccountInfo& info) { return make(info); }, dialogs, look,
                                               nullptr);
        dialog->show();
    }

    std::unique_ptr<Account> make(const AccountInfo& info)
    {
        auto accept = [this](std::unique_ptr<Link> link) { world.server->add(std::move(link)); };
        auto transport = std::make_unique<PairTransport>(world.wire, std::move(accept));
        return std::make_unique<Account>(
            info, Account::Parts{std::move(transport), nullptr, world.wheel, secrets, preferences});
    }

    /// A link that an admin has made at the command line.
    QString linkOf(LinkKind kind, TokenKind token)
    {
        const IssuedToken issued = world.server->credentials.issue(token);
        const NewLink made{.link = {.id = LinkId::random(), .kind = kind, .hash = issued.hash},
                           .when = world.clock.wall()};
        askAccounts<LinkRow>(*world.server->store, BookAccess::Write,
                             [made](AccountBook& book) { return makeLink(book, made); }, {});
        world.settle();
        return QStringLiteral("http://localhost:3001/#/invite/") + issued.text;
    }

    QLineEdit* field(const char* name) { return dialog->findChild<QLineEdit*>(QLatin1String(name)); }
    bool isShown(const char* name) { return field(name)->isVisible(); }

    void enter(const char* name, const QString& text) { field(name)->setText(text); }

    /// Presses the button; `hashes` passwords are hashed before the server has answered.
    void go(int hashes = 0)
    {
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("join")), Qt::LeftButton);
        settle();
        for (int i = 0; i < hashes; ++i) {
            world.server->settleHashing();
            settle();
        }
    }

    QString problem()
    {
        const auto* label = dialog->findChild<QLabel*>(QStringLiteral("problem"));
        return label->isVisible() ? label->text().remove(QChar(0x200b)) : QString();
    }

    /// Makes ann's account by an invite, and gives it.
    std::unique_ptr<Account> makeAnn()
    {
        dialog->prefill(linkOf(LinkKind::Invite, TokenKind::Invite), {}, {});
        enter("name", QStringLiteral("Ann Lee"));
        enter("handle", QStringLiteral("ann"));
        enter("password", QStringLiteral("open sesame!"));
        go(1);
        return dialog->take();
    }

    void openForSignIn()
    {
        open();
        enter("server", QStringLiteral("localhost"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("otherWay")), Qt::LeftButton);
        enter("handle", QStringLiteral("Ann"));
        enter("password", QStringLiteral("open sesame!"));
    }
};

} // namespace

/// How people with an account come in by the app.
class LoginAccountsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anInviteAsksForWhatItNeeds();
    void signsInWithAPassword();
    void asksForTheSecondFactor();
    void aTransferNeedsNothing();
};

void LoginAccountsTest::anInviteAsksForWhatItNeeds()
{
    AccountLogin w;
    QVERIFY(w.isShown("room"));
    QVERIFY(!w.isShown("handle"));
    w.dialog->prefill(w.linkOf(LinkKind::Invite, TokenKind::Invite), {}, {});
    QVERIFY(!w.isShown("room"));
    for (const char* name : {"name", "handle", "password"})
        QVERIFY2(w.isShown(name), name);
    w.enter("name", QStringLiteral("Ann"));
    w.go();
    QVERIFY(w.problem().contains(QStringLiteral("handle")));
    w.enter("handle", QStringLiteral("ann"));
    w.go();
    QCOMPARE(w.problem(), QStringLiteral("Enter a password."));
    w.enter("password", QStringLiteral("short"));
    w.go();
    QVERIFY2(w.problem().contains(QStringLiteral("8")), qPrintable(w.problem()));
    w.enter("password", QStringLiteral("open sesame!"));
    w.go(1);
    const auto account = w.dialog->take();
    QVERIFY(account);
    const Identity& identity = account->client().state().identity;
    QCOMPARE(identity.username.text(), QStringLiteral("Ann"));
    QCOMPARE(identity.account->handle.text(), QStringLiteral("ann"));
    QVERIFY(identity.token.startsWith(QStringLiteral("pd_")));
}

void LoginAccountsTest::signsInWithAPassword()
{
    AccountLogin w;
    const auto ann = w.makeAnn();
    QVERIFY(ann);
    w.openForSignIn();
    w.enter("password", QStringLiteral("not it"));
    w.go(1);
    QCOMPARE(w.problem(), QStringLiteral("The handle or the password is wrong."));
    w.enter("password", QStringLiteral("open sesame!"));
    w.go(1);
    const auto again = w.dialog->take();
    QVERIFY(again);
    QCOMPARE(again->client().state().identity.userId, ann->client().state().identity.userId);
}

void LoginAccountsTest::asksForTheSecondFactor()
{
    AccountLogin w;
    const auto ann = w.makeAnn();
    const QByteArray secret("12345678901234567890");
    const FactorChange change{.user = ann->client().state().identity.userId,
                              .secret = secret,
                              .recoveryCodes = {*w.world.server->factors.hashOfRecoveryCode(
                                  QStringLiteral("7k3m-9xqw-2hd5-v0tn"), ann->client().state().identity.userId)},
                              .device = ann->client().state().identity.device->id,
                              .when = w.world.clock.wall()};
    askAccounts<std::vector<DeviceId>>(*w.world.server->store, BookAccess::Write,
                                       [change](AccountBook& book) { return changeFactor(book, change); }, {});
    w.settle();
    w.openForSignIn();
    w.go(1);
    QVERIFY(w.isShown("code"));
    w.enter("code", QStringLiteral("000000"));
    w.go();
    QVERIFY2(w.problem().contains(QStringLiteral("is wrong")), qPrintable(w.problem()));
    w.enter("code", QStringLiteral("7K3M 9XQW 2HD5 VOTN"));
    w.go();
    QVERIFY(w.dialog->take());
}

void LoginAccountsTest::aTransferNeedsNothing()
{
    AccountLogin w;
    const auto ann = w.makeAnn();
    std::optional<TransferMade> made;
    ann->client().connection().ask<TransferMade>(MakeTransfer{}, [&](const Result<TransferMade>& transfer) {
        if (transfer)
            made = *transfer;
    });
    w.settle();
    QVERIFY(made);
    w.open();
    w.dialog->prefill(QStringLiteral("http://localhost:3001/#/transfer/") + made->token, {}, {});
    for (const char* name : {"name", "handle", "password", "room"})
        QVERIFY2(!w.isShown(name), name);
    w.go();
    const auto phone = w.dialog->take();
    QVERIFY(phone);
    QCOMPARE(phone->client().state().identity.userId, ann->client().state().identity.userId);
}

} // namespace parlance::test

using parlance::test::LoginAccountsTest;
PARLANCE_SUITE(loginaccounts, LoginAccountsTest)
#include "loginaccounts_test.moc"
