#include "support/suite.h"
#include "ui/settings/keysdialog.h"
#include "ui/twoservers.h"

#include <QAbstractButton>
#include <QShortcut>
#include <QSignalSpy>
#include <QSplitter>

namespace parlance::test {

class WindowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void railOnlyWhereThereAreSeveralServers();
    void serversOfOneNameAreToldApart();
    void eachServerHasItsOwnUnreadCount();
    void titleAndTrayCountAllServers();
    void mutedRoomsDoNotCount();
    void leftRoomsDoNotCount();
    void eachServerHasItsOwnState();
    void backInTheWindowWhatIsSeenIsRead();
    void sizeIsKept();
    void splittersAreKept();
    void lastRoomIsOpenedAgain();
    void lastServerIsRemembered();
    void signOutIsWantedFromTheMenu();
    void quitIsWantedFromTheMenuAndByKey();
    void removedServerLeavesTheRail();
    void f1ShowsTheKeys();
    void everyListedKeyWorks_data();
    void everyListedKeyWorks();
    void everyKeyIsListed();
    void everyListedCommandExists();
};

void WindowTest::railOnlyWhereThereAreSeveralServers()
{
    TwoServers w(false);
    QVERIFY(!w.find("servers")->isVisible());
    w.window->add(*w.office.zoe);
    QVERIFY(w.find("servers")->isVisible());
    QTest::mouseClick(w.find("server-garden"), Qt::LeftButton);
    QCOMPARE(w.window->current(), &w.workspace(w.garden));
    QTest::mouseClick(w.find("server-office"), Qt::LeftButton);
    QCOMPARE(w.window->current(), &w.workspace(w.office));
    QVERIFY(w.find<QAbstractButton>("server-office")->isChecked());
    QVERIFY(!w.find<QAbstractButton>("server-garden")->isChecked());
    const QSignalSpy wanted(w.window.get(), &MainWindow::addAccountWanted);
    QTest::mouseClick(w.find("addServer"), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
}

void WindowTest::serversOfOneNameAreToldApart()
{
    TwoServers w;
    w.window->remove(*w.office.zoe);
    const auto* address = w.workspace(w.garden).findChild<QLabel*>(QStringLiteral("serverAddress"));
    QVERIFY(!address->isVisible());                            // there is nothing to tell it from
    ServerAndTom parlance("Garden", w.preferences, w.secrets); // another of that name
    AccountInfo info = parlance.zoe->info();
    info.id = QStringLiteral("other");
    info.url = QUrl(QStringLiteral("wss://192.0.2.7:4000/ws"));
    auto transport = std::make_unique<PairTransport>(
        parlance.world.wire, [&parlance](std::unique_ptr<Link> link) { parlance.world.server->add(std::move(link)); });
    Account other(info, Account::Parts{std::move(transport), nullptr, parlance.world.wheel, w.secrets, w.preferences});
    const auto windowFirst = qScopeGuard([&w] { w.window.reset(); });
    w.window->add(other);
    other.start();
    for (int i = 0; i < 4; ++i) {
        w.settle();
        parlance.world.settle();
    }
    QCOMPARE(other.title(), QStringLiteral("Garden"));
    const QWidget* first = w.find("server-garden");
    const QWidget* second = w.find("server-other");
    QVERIFY(first->property("letters") != second->property("letters"));
    QVERIFY(first->property("hue") != second->property("hue"));
    QVERIFY(second->toolTip().contains(QStringLiteral("192.0.2.7:4000")));
    QCOMPARE(second->accessibleName(), QStringLiteral("Garden (192.0.2.7:4000)"));
    const auto* shown = w.window->current()->findChild<QLabel*>(QStringLiteral("serverAddress"));
    QVERIFY(shown->isVisible());
    QCOMPARE(shown->text(), QStringLiteral("192.0.2.7:4000"));
}

void WindowTest::eachServerHasItsOwnUnreadCount()
{
    TwoServers w;
    w.hear(w.office, "one");
    w.hear(w.office, "two");
    QCOMPARE(w.find("server-office")->accessibleName(), QStringLiteral("Office (office.example.org), 2 unread"));
    QCOMPARE(w.find("server-garden")->accessibleName(), QStringLiteral("Garden (garden.example.org)"));
    QTest::mouseClick(w.find("server-office"), Qt::LeftButton);
    w.settle();
    QCOMPARE(w.find("server-office")->accessibleName(), QStringLiteral("Office (office.example.org)"));
}

void WindowTest::titleAndTrayCountAllServers()
{
    TwoServers w;
    w.activate(w.elsewhere);
    const QSignalSpy unread(w.window.get(), &MainWindow::unreadChanged);
    w.hear(w.office, "one");
    w.hear(w.garden, "two");
    w.hear(w.garden, "three");
    QCOMPARE(w.window->windowTitle(), QStringLiteral("(3) general · Parlance"));
    QCOMPARE(unread.last()[0].toLongLong(), 3);
    w.garden.zoe->client().markRead(w.garden.here(), 2);
    QCOMPARE(w.window->windowTitle(), QStringLiteral("(1) general · Parlance"));
    w.office.zoe->client().markRead(w.office.here(), 1);
    QCOMPARE(w.window->windowTitle(), QStringLiteral("general · Parlance"));
    QCOMPARE(unread.last()[0].toLongLong(), 0);
}

void WindowTest::mutedRoomsDoNotCount()
{
    TwoServers w;
    w.hear(w.office, "one");
    QVERIFY(w.window->windowTitle().startsWith(QStringLiteral("(1)")));
    w.preferences.setRule(w.office.zoe->info().id, w.office.here(), Rule::None);
    QCOMPARE(w.window->windowTitle(), QStringLiteral("general · Parlance"));
    QCOMPARE(w.find("server-office")->accessibleName(), QStringLiteral("Office (office.example.org)"));
}

void WindowTest::leftRoomsDoNotCount()
{
    TwoServers w;
    w.hear(w.office, "one");
    QVERIFY(w.window->windowTitle().startsWith(QStringLiteral("(1)")));
    w.office.zoe->client().leave(w.office.here(), [](const Result<Ok>&) {});
    w.settle();
    QCOMPARE(w.window->windowTitle(), QStringLiteral("general · Parlance"));
    QCOMPARE(w.find("server-office")->accessibleName(), QStringLiteral("Office (office.example.org)"));
}

void WindowTest::eachServerHasItsOwnState()
{
    TwoServers w;
    w.office.line->sever();
    w.settle();
    const auto bar = [&w](ServerAndTom& of) {
        return w.workspace(of).findChild<QWidget*>(QStringLiteral("connectionBar"));
    };
    QVERIFY(!bar(w.office)->isHidden());
    QVERIFY(bar(w.garden)->isHidden());
    w.workspace(w.garden).pane().composer().field().insertPlainText(QStringLiteral("begun in the garden"));
    w.window->showAccount(*w.office.zoe);
    QVERIFY(w.window->current()->pane().composer().text().isEmpty());
    QCOMPARE(w.window->current()->findChild<QLabel*>(QStringLiteral("serverName"))->text(), QStringLiteral("Office"));
    w.window->showAccount(*w.garden.zoe);
    QCOMPARE(w.window->current()->pane().composer().text(), QStringLiteral("begun in the garden"));
}

void WindowTest::backInTheWindowWhatIsSeenIsRead()
{
    TwoServers w;
    w.activate(w.elsewhere);
    w.hear(w.garden, "one");
    QCOMPARE(w.garden.zoe->unread(), 1);
    w.activate(*w.window);
    w.settle();
    QCOMPARE(w.garden.zoe->unread(), 0);
}

void WindowTest::sizeIsKept()
{
    TwoServers w;
    w.window->resize(701, 607);
    w.window->close();
    w.open();
    QCOMPARE(w.window->size(), QSize(701, 607));
}

void WindowTest::splittersAreKept()
{
    TwoServers w(false);
    w.window->resize(790, 700);
    w.settle();
    auto* splitter = w.workspace(w.garden).findChild<QSplitter*>(QStringLiteral("parts"));
    const QList<int> before = splitter->sizes();
    QWidget* handle = splitter->handle(1);
    QTest::mousePress(handle, Qt::LeftButton, {}, QPoint(0, 50));
    QTest::mouseMove(handle, QPoint(60, 50));
    QTest::mouseRelease(handle, Qt::LeftButton, {}, QPoint(0, 50));
    const QList<int> after = splitter->sizes();
    QVERIFY(after[0] > before[0] + 30);
    w.window->close();
    w.open(false);
    w.settle();
    QCOMPARE(w.workspace(w.garden).findChild<QSplitter*>(QStringLiteral("parts"))->sizes(), after);
}

void WindowTest::lastRoomIsOpenedAgain()
{
    TwoServers w(false);
    for (const char* name : {"apples", "middle", "zebra"})
        w.workspace(w.garden).go(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    const RoomId last = w.garden.zoe->client().state().roomCalled(*RoomName::parse(u"middle"));
    w.workspace(w.garden).go(last);
    const QList<AccountInfo> stored = w.preferences.accounts();
    QCOMPARE(stored[0].room, last);
    w.open(false);
    QCOMPARE(w.window->current()->pane().room(), last);
    // A start without anything in a cache: the rooms come with the connection.
    auto transport = std::make_unique<PairTransport>(
        w.garden.world.wire, [&w](std::unique_ptr<Link> link) { w.garden.world.server->add(std::move(link)); });
    Account anew(stored[0],
                 Account::Parts{std::move(transport), nullptr, w.garden.world.wheel, w.secrets, w.preferences});
    const auto windowFirst = qScopeGuard([&w] { w.window.reset(); });
    w.window->remove(*w.garden.zoe);
    w.window->add(anew);
    anew.start();
    w.settle();
    QCOMPARE(anew.client().state().rooms.size(), size_t(4));
    QCOMPARE(w.window->current()->pane().room(), last);
}

void WindowTest::lastServerIsRemembered()
{
    TwoServers w;
    w.window->showAccount(*w.office.zoe);
    QCOMPARE(w.preferences.layout(QStringLiteral("account")), QByteArray("office"));
    QTest::mouseClick(w.find("server-garden"), Qt::LeftButton);
    QCOMPARE(w.preferences.layout(QStringLiteral("account")), QByteArray("garden"));
}

void WindowTest::signOutIsWantedFromTheMenu()
{
    TwoServers w;
    w.window->showAccount(*w.office.zoe);
    const QSignalSpy wanted(w.window.get(), &MainWindow::signOutWanted);
    QTest::mouseClick(w.window->current()->findChild<QWidget*>(QStringLiteral("me")), Qt::LeftButton);
    auto* menu = w.find<QMenu>("meMenu");
    const auto actions = menu->actions();
    for (QAction* action : actions) {
        if (action->text() == QStringLiteral("Sign out…"))
            action->trigger();
    }
    menu->close();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("office"));
}

void WindowTest::quitIsWantedFromTheMenuAndByKey()
{
    TwoServers w;
    const QSignalSpy wanted(w.window.get(), &MainWindow::quitWanted);
    QTest::keyClick(w.window->focusWidget(), Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(wanted.size(), 1);
    Q_EMIT w.workspace(w.garden).meMenuWanted(QPoint());
    auto* menu = w.find<QMenu>("meMenu");
    menu->actions().back()->trigger();
    menu->close();
    QCOMPARE(wanted.size(), 2);
}

void WindowTest::removedServerLeavesTheRail()
{
    TwoServers w;
    w.hear(w.office, "one");
    w.window->showAccount(*w.garden.zoe);
    w.window->remove(*w.office.zoe);
    QVERIFY(!w.find("servers")->isVisible());
    QVERIFY(!w.window->workspaceOf(QStringLiteral("office")));
    QCOMPARE(w.window->windowTitle(), QStringLiteral("general · Parlance"));
    w.window->remove(*w.garden.zoe);
    QVERIFY(!w.window->current());
    QCOMPARE(w.window->windowTitle(), QStringLiteral("Parlance"));
}

// --- keys ---

void WindowTest::f1ShowsTheKeys()
{
    TwoServers w;
    QTest::keyClick(w.window->focusWidget(), Qt::Key_F1);
    auto* dialog = w.find<KeysDialog>("keys");
    QVERIFY(dialog->isVisible());
    QStringList texts;
    const auto labels = dialog->findChildren<QLabel*>();
    for (const QLabel* label : labels)
        texts << label->text();
    for (const KeysDialog::Line& line : KeysDialog::lines())
        QVERIFY2(texts.contains(line.keys) && texts.contains(line.does), qPrintable(line.does));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

namespace {

/// Those that the fields and lists answer to by themselves; roompane_test and timelineview_test press them.
bool isFieldsOwn(const QKeySequence& keys)
{
    return keys == QKeySequence(Qt::Key_Return) || keys == QKeySequence(Qt::SHIFT | Qt::Key_Return) ||
           keys == QKeySequence(Qt::Key_Up) || keys == QKeySequence(Qt::Key_Down);
}

/// Every key that the list names for the window, one by one.
QList<QKeySequence> listedKeys()
{
    QList<QKeySequence> all;
    for (const KeysDialog::Line& line : KeysDialog::lines()) {
        if (QStringView(u"/@:").contains(line.keys.front())) // what is typed into the field
            continue;
        const QKeySequence chord =
            QKeySequence::fromString(line.keys.section(QStringLiteral(" to "), 0, 0), QKeySequence::NativeText);
        for (int i = 0; i < chord.count(); ++i)
            all << QKeySequence(chord[uint(i)]);
    }
    return all;
}

} // namespace

void WindowTest::everyListedKeyWorks_data()
{
    QTest::addColumn<QKeySequence>("keys");
    for (const QKeySequence& keys : listedKeys()) {
        if (!isFieldsOwn(keys))
            QTest::newRow(qPrintable(keys.toString())) << keys;
    }
}

/// With the caret in the field where one writes, which has keys of its own.
void WindowTest::everyListedKeyWorks()
{
    QFETCH(const QKeySequence, keys);
    TwoServers w;
    w.window->current()->pane().focusComposer();
    QVERIFY(w.window->current()->pane().composer().field().hasFocus());
    int activated = 0;
    const auto shortcuts = w.window->findChildren<QShortcut*>();
    for (QShortcut* shortcut : shortcuts) {
        connect(shortcut, &QShortcut::activated, shortcut, [&activated, shortcut, keys] {
            if (shortcut->key() == keys)
                ++activated;
        });
        connect(shortcut, &QShortcut::activatedAmbiguously, shortcut, [] { QFAIL("two answer to it"); });
    }
    QTest::keySequence(&w.window->current()->pane().composer().field(), keys);
    QCOMPARE(activated, 1);
}

void WindowTest::everyKeyIsListed()
{
    TwoServers w;
    const QList<QKeySequence> listed = listedKeys();
    const auto shortcuts = w.window->findChildren<QShortcut*>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(shortcuts.size() > 10);
    for (const QShortcut* shortcut : shortcuts) {
        // Ctrl+1 "to 9", and a second key for the larger text.
        const bool isVariant = shortcut->objectName() == QStringLiteral("keyRoomNumber") ||
                               shortcut->objectName() == QStringLiteral("keyLarger2");
        QVERIFY2(isVariant || listed.contains(shortcut->key()), qPrintable(shortcut->key().toString()));
    }
}

void WindowTest::everyListedCommandExists()
{
    TwoServers w;
    w.dialogs.agrees = false;
    int commands = 0;
    for (const KeysDialog::Line& line : KeysDialog::lines()) {
        if (!line.keys.startsWith(u'/'))
            continue;
        Composer& composer = w.window->current()->pane().composer();
        composer.setText(line.keys);
        QTest::keyClick(&composer.field(), Qt::Key_Return);
        w.settle();
        QVERIFY2(w.dialogs.told.isEmpty(), qPrintable(w.dialogs.told.join(u'\n')));
        ++commands;
    }
    QVERIFY(commands >= 5);
}

} // namespace parlance::test

PARLANCE_SUITE(window, parlance::test::WindowTest)
#include "window_test.moc"
