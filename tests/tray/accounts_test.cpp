#include "support/suite.h"
#include "tray/desktop.h"
#include "ui/login/logindialog.h"
#include "ui/workspace.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace parlance::test {

namespace {

struct TwoAccounts : Desktop {
    TwoAccounts()
        : Desktop(false, false, {QStringLiteral("first"), QStringLiteral("second")})
    {}

    QString current() { return window().current() ? window().current()->account().info().id : QString(); }

    QStringList stored() const
    {
        QSettings settings(config, QSettings::IniFormat);
        QStringList ids;
        const auto accounts = Preferences(settings).accounts();
        for (const AccountInfo& info : accounts)
            ids << info.id;
        return ids;
    }

    bool hasCache(const char* account) const
    {
        return QFile::exists(folder.filePath(QLatin1String(account) + QStringLiteral(".sqlite")));
    }

    /// By the menu at one's own name; gives the question.
    QMessageBox* signOut()
    {
        QTest::mouseClick(window().current()->findChild<QWidget*>(QStringLiteral("me")), Qt::LeftButton);
        auto* menu = window().findChild<QMenu*>(QStringLiteral("meMenu"));
        const auto actions = menu->actions();
        for (QAction* action : actions) {
            if (action->text() == QStringLiteral("Sign out…"))
                action->trigger();
        }
        menu->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        auto* question = window().findChild<QMessageBox*>(QStringLiteral("question"));
        if (!question)
            qFatal("nothing was asked");
        return question;
    }

    static void agree(QMessageBox* question)
    {
        const auto buttons = question->buttons();
        for (QAbstractButton* button : buttons) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                return button->click();
        }
    }
};

} // namespace

class AccountsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theServerSeenLastIsSeenFirst();
    void signOutAsksFirst();
    void afterTheLastSignOutOneCanSignInAgain();
    void aDamagedCacheIsPutAside();
    void aCacheThatCannotBeMadeIsSaid();
    void settingsThatCannotBeWrittenAreSaid();
};

void AccountsTest::theServerSeenLastIsSeenFirst()
{
    TwoAccounts w;
    for (const char* last : {"first", "second", "first"}) {
        const QString id = QString::fromLatin1(last);
        w.window().showAccount(w.window().workspaceOf(id)->account());
        w.start();
        QCOMPARE(w.current(), id);
    }
}

void AccountsTest::signOutAsksFirst()
{
    TwoAccounts w;
    w.window().showAccount(w.window().workspaceOf(QStringLiteral("first"))->account());
    QVERIFY(w.hasCache("first"));
    QTest::keyClick(w.signOut(), Qt::Key_Escape);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(w.stored(), QStringList({QStringLiteral("first"), QStringLiteral("second")}));
    TwoAccounts::agree(w.signOut());
    QCOMPARE(w.current(), QStringLiteral("second"));
    QCOMPARE(w.stored(), QStringList{QStringLiteral("second")});
    QVERIFY(!w.hasCache("first"));
    QVERIFY(w.hasCache("second"));
}

void AccountsTest::afterTheLastSignOutOneCanSignInAgain()
{
    TwoAccounts w;
    for (int i = 0; i < 2; ++i) {
        TwoAccounts::agree(w.signOut());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QVERIFY(!w.window().isVisible());
    LoginDialog* login = nullptr;
    const auto widgets = QApplication::topLevelWidgets();
    for (QWidget* widget : widgets)
        login = login ? login : qobject_cast<LoginDialog*>(widget);
    QVERIFY(login && login->isVisible());
    QVERIFY(!w.survives([login] { login->reject(); }));
}

namespace {

QStringList troubles(const Desktop& w)
{
    QStringList shown;
    QCoreApplication::processEvents();
    const auto lines = w.window().findChildren<QLabel*>(QStringLiteral("trouble"));
    for (const QLabel* line : lines) {
        if (line->isVisible())
            shown << line->text().remove(QChar(0x200b)); // where a long word may break
    }
    return shown;
}

} // namespace

void AccountsTest::aDamagedCacheIsPutAside()
{
    Desktop w(false);
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(troubles(w).isEmpty());
    w.launch.reset();
    const QString cache = w.folder.filePath(QStringLiteral("first.sqlite"));
    QFile file(cache);
    QVERIFY(file.open(QFile::ReadWrite));
    file.write(QByteArray(200, 'x'));
    file.close();
    w.start();
    QTRY_COMPARE(troubles(w).size(), 1);
    QVERIFY2(troubles(w).front().contains(cache + QStringLiteral(".damaged-")), qPrintable(troubles(w).front()));
    const QStringList files = QDir(w.folder.path()).entryList({QStringLiteral("first.sqlite.damaged-*")}, QDir::Files);
    QCOMPARE(files.size(), 1);
    QFile aside(w.folder.filePath(files.front()));
    QVERIFY(aside.open(QFile::ReadOnly));
    QCOMPARE(aside.read(200), QByteArray(200, 'x'));
    QTest::mouseClick(w.find<QWidget>("dismissTrouble"), Qt::LeftButton);
    QTRY_VERIFY(troubles(w).isEmpty());
    w.start(); // the new one is sound
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(troubles(w).isEmpty());
}

void AccountsTest::aCacheThatCannotBeMadeIsSaid()
{
    Desktop w(false);
    w.launch.reset();
    QDir(w.folder.path()).remove(QStringLiteral("first.sqlite"));
    QVERIFY(QDir(w.folder.path()).mkdir(QStringLiteral("first.sqlite"))); // stands in the way, for root as well
    w.start();
    QTRY_COMPARE(troubles(w).size(), 1);
    QVERIFY(troubles(w).front().startsWith(QStringLiteral("Nothing is saved on this computer")));
}

void AccountsTest::settingsThatCannotBeWrittenAreSaid()
{
    Desktop w(false);
    QVERIFY(QFile::remove(w.config));
    QVERIFY(QDir().mkdir(w.config)); // stands in the way, for root as well
    w.window().current()->account().setRoom(RoomId("attic"));
    QTRY_COMPARE(troubles(w).size(), 1);
    QVERIFY(troubles(w).front().startsWith(QStringLiteral("Your settings cannot be saved")));
}

} // namespace parlance::test

PARLANCE_SUITE(accounts, parlance::test::AccountsTest)
#include "accounts_test.moc"
