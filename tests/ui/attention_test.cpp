#include "support/suite.h"
#include "ui/notify/attention.h"
#include "ui/roomheader.h"
#include "ui/uiworld.h"

#include <QSignalSpy>

namespace parlance::test {

namespace {

class RecordingNotifier final : public Notifier {
  public:
    std::vector<Notification> all;
    QStringList onScreen; ///< keys
    bool available = true;
    NotifierObserver* observer = nullptr;

    void setObserver(NotifierObserver* listener) override { observer = listener; }
    bool isAvailable() const override { return available; }
    void show(const Notification& notification) override
    {
        all.push_back(notification);
        onScreen.removeAll(notification.key);
        onScreen << notification.key;
    }
    void withdraw(const QString& key) override { onScreen.removeAll(key); }
};

/// Zoe looks at another window, and Tom talks.
struct Away : Pair {
    QWidget elsewhere;
    RecordingNotifier notifier;
    bool isWatched = false;
    Attention attention{notifier, preferences, world.wheel,
                        [this](const QString&, const RoomId&) { return isWatched; }};
    QSignalSpy openWanted{&attention, &Attention::openWanted};
    QSignalSpy called{&attention, &Attention::called}; // the task bar's entry asks for attention

    Away()
    {
        elsewhere.show();
        elsewhere.activateWindow();
        if (!QTest::qWaitFor([this] { return !workspace->isActiveWindow(); }))
            qFatal("the other window does not come to the front");
        attention.add(*account);
        workspace->setWhy([this](const RoomId& room) { return attention.why(account->info().id, room); });
        setRule(Rule::All);
    }
    ~Away()
    {
        if (account)
            attention.remove(*account);
    }

    void setRule(Rule rule) { preferences.setRule(account->info().id, here(), rule); }

    void notice(const char* text)
    {
        hear(text);
        pass(Attention::gathered);
    }

    size_t shown() const { return notifier.all.size(); }
    const Notification& last() const { return notifier.all.back(); }
    QString why() const { return attention.why(account->info().id, here()); }

    /// What the room's menu says, which is a line that cannot be chosen.
    QString whyInTheMenu()
    {
        Q_EMIT workspace->pane().header().menuWanted(QPoint());
        auto* menu = find<QMenu>("roomMenuItems");
        QString said;
        for (const QAction* action : menu->actions()) {
            if (!action->isEnabled() && action->text().contains(QStringLiteral("otified")))
                said = action->text();
        }
        menu->close();
        settle();
        return said;
    }
};

/// Zoe's telephone, which is another client of the same identity.
struct Phone : Person {
    explicit Phone(Away& w)
        : Person(w.world, "zoe", false)
    {
        Login login;
        login.client = QStringLiteral("phone/1");
        login.token = w.account->client().state().identity.token;
        client.connection().start(login);
        w.settle();
    }
};

} // namespace

class AttentionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void rulePerRoom_data();
    void rulePerRoom();
    void doNotDisturb();
    void ownMessageFromAnotherDevice();
    void messagesAtOnceMakeOneNotification();
    void laterMessagesTakeItsPlace();
    void watchedRoom();
    void nobodyToShowIt();
    void textIsHidden();
    void soundCanBeSwitchedOff();
    void withdrawnWhenReadHere();
    void withdrawnWhenReadElsewhere();
    void withdrawnWhenTheMessageIsDeleted();
    void withdrawnWhenTheRoomIsMuted();
    void readBeforeItWasShown();
    void withdrawnWhenTheRoomIsLeft();
    void withdrawnOnSigningOut();
    void whatWasMissedNotifiesOnce();
    void clickOpensTheRoom();
    void replyIsSentAndMarksRead();
    void replyThatCannotBeSentIsNotLost();
    void whyBeforeAnythingCame();
};

void AttentionTest::rulePerRoom_data()
{
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("notifies");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, Rule rule, const char* text, bool notifies, const char* why) {
        QTest::newRow(name) << rule << QByteArray(text) << notifies << QString::fromUtf8(why);
    };
    row("all", Rule::All, "hello", true, "Notified: every message in this room notifies you.");
    row("mentions, called", Rule::Mentions, "hello @zoe", true, "Notified: it mentioned you.");
    row("mentions, everybody", Rule::Mentions, "hello @all", true, "Notified: it mentioned you.");
    row("mentions, another", Rule::Mentions, "hello @tom", false,
        "Not notified: it did not mention you, and only mentions notify you in this room.");
    row("mentions, nobody", Rule::Mentions, "hello", false,
        "Not notified: it did not mention you, and only mentions notify you in this room.");
    row("none", Rule::None, "hello @zoe", false, "Not notified: this room is muted.");
}

void AttentionTest::rulePerRoom()
{
    QFETCH(const Rule, rule);
    QFETCH(const QByteArray, text);
    Away w;
    w.setRule(rule);
    w.notice(text.constData());
    QTEST(w.shown() == 1, "notifies");
    QCOMPARE(w.called.size(), w.shown() == 1 && text.contains('@') ? 1 : 0);
    QTEST(w.whyInTheMenu(), "why");
    if (w.shown() == 1) {
        QCOMPARE(w.last().title, QStringLiteral("tom in general"));
        QCOMPARE(w.last().body, QString::fromUtf8(text));
    }
}

void AttentionTest::doNotDisturb()
{
    Away w;
    w.preferences.set(Preferences::Switch::DoNotDisturb, true);
    w.notice("@zoe hello");
    QCOMPARE(w.shown(), size_t(0));
    QCOMPARE(w.whyInTheMenu(), QStringLiteral("Not notified: “Do not disturb” is on."));
    QCOMPARE(w.called.size(), 0);
    w.preferences.set(Preferences::Switch::DoNotDisturb, false);
    w.notice("@zoe hello");
    QCOMPARE(w.shown(), size_t(1));
}

void AttentionTest::ownMessageFromAnotherDevice()
{
    Away w;
    Phone phone(w);
    QCOMPARE(phone.id(), w.account->client().state().identity.userId);
    phone.say(QStringLiteral("@zoe, a note to myself"));
    w.pass(Attention::gathered);
    QCOMPARE(w.shown(), size_t(0));
    QCOMPARE(w.whyInTheMenu(), QStringLiteral("Not notified: you wrote it."));
}

void AttentionTest::messagesAtOnceMakeOneNotification()
{
    Away w;
    for (const char* text : {"one", "two", "three"})
        w.hear(text);
    QCOMPARE(w.shown(), size_t(0));
    w.pass(Attention::gathered);
    QCOMPARE(w.shown(), size_t(1));
    QCOMPARE(w.last().body, QStringLiteral("three\n(2 more)"));
}

void AttentionTest::laterMessagesTakeItsPlace()
{
    Away w;
    w.notice("one");
    w.notice("two");
    QCOMPARE(w.shown(), size_t(2));
    QCOMPARE(w.notifier.onScreen.size(), 1);
    QCOMPARE(w.last().body, QStringLiteral("two\n(1 more)"));
    w.account->client().markRead(w.here(), 2);
    w.notice("three");
    QCOMPARE(w.last().body, QStringLiteral("three"));
}

void AttentionTest::watchedRoom()
{
    Away w;
    w.isWatched = true;
    w.notice("@zoe hello");
    QCOMPARE(w.shown(), size_t(0));
    QCOMPARE(w.whyInTheMenu(), QStringLiteral("Not notified: you were looking at the room."));
}

void AttentionTest::nobodyToShowIt()
{
    Away w;
    w.notifier.available = false;
    w.notice("@zoe hello");
    QCOMPARE(w.shown(), size_t(0));
    QCOMPARE(w.whyInTheMenu(), QStringLiteral("Not notified: this desktop shows no notifications."));
    QCOMPARE(w.called.size(), 1);
}

void AttentionTest::textIsHidden()
{
    Away w;
    w.preferences.set(Preferences::Switch::HideText, true);
    w.notice("the secret plan");
    QCOMPARE(w.last().title, QStringLiteral("Parlance"));
    QCOMPARE(w.last().body, QStringLiteral("A new message"));
    w.notice("more of it");
    QCOMPARE(w.last().body, QStringLiteral("2 new messages"));
    QVERIFY(!w.last().replyHint.contains(QStringLiteral("general")));
}

void AttentionTest::soundCanBeSwitchedOff()
{
    Away w;
    w.notice("one");
    QVERIFY(w.last().withSound);
    w.preferences.set(Preferences::Switch::Sound, false);
    w.notice("two");
    QVERIFY(!w.last().withSound);
}

void AttentionTest::withdrawnWhenReadHere()
{
    Away w;
    w.notice("hello");
    QCOMPARE(w.notifier.onScreen.size(), 1);
    w.workspace->activateWindow();
    QTRY_VERIFY(w.workspace->isActiveWindow());
    w.settle();
    QVERIFY(w.notifier.onScreen.isEmpty());
}

void AttentionTest::withdrawnWhenReadElsewhere()
{
    Away w;
    Phone phone(w);
    w.notice("one");
    w.notice("two");
    phone.client.markRead(phone.here(), 1);
    w.pass(1'000);
    QCOMPARE(w.notifier.onScreen.size(), 1);
    phone.client.markRead(phone.here(), 2);
    w.pass(1'000);
    QVERIFY(w.notifier.onScreen.isEmpty());
}

void AttentionTest::withdrawnWhenTheMessageIsDeleted()
{
    Away w;
    for (const char* text : {"one", "two", "oops, the password"})
        w.notice(text);
    const auto remove = [&](size_t row) {
        QVERIFY(w.tom.client.remove(w.tom.here(), w.tom.room().messages[row].id));
        w.settle();
    };
    remove(0);
    QCOMPARE(w.notifier.onScreen.size(), 1);
    remove(2);
    QVERIFY(w.notifier.onScreen.isEmpty());
    QCOMPARE(w.room().unread(), 1); // so it was not withdrawn because all is read
}

void AttentionTest::withdrawnWhenTheRoomIsMuted()
{
    Away w;
    w.notice("hello");
    w.setRule(Rule::Mentions);
    QCOMPARE(w.notifier.onScreen.size(), 1);
    w.setRule(Rule::None);
    QVERIFY(w.notifier.onScreen.isEmpty());
}

void AttentionTest::readBeforeItWasShown()
{
    Away w;
    w.hear("hello");
    w.account->client().markRead(w.here(), 1);
    w.pass(10 * Attention::gathered);
    QCOMPARE(w.shown(), size_t(0));
    w.notice("again");
    QCOMPARE(w.shown(), size_t(1));
}

void AttentionTest::withdrawnWhenTheRoomIsLeft()
{
    Away w;
    w.notice("hello");
    w.account->client().leave(w.here(), [](const Result<Ok>&) {});
    w.settle();
    QVERIFY(w.notifier.onScreen.isEmpty());
}

void AttentionTest::withdrawnOnSigningOut()
{
    Away w;
    w.notice("hello");
    w.hear("and another that is not shown yet");
    w.attention.remove(*w.account);
    QVERIFY(w.notifier.onScreen.isEmpty());
    w.pass(10 * Attention::gathered);
    QCOMPARE(w.shown(), size_t(1));
}

void AttentionTest::whatWasMissedNotifiesOnce()
{
    Away w;
    w.line->sever();
    for (const char* text : {"one", "two", "three"})
        w.hear(text);
    QCOMPARE(w.shown(), size_t(0));
    w.pass(40'000);
    QCOMPARE(w.shown(), size_t(1));
    QCOMPARE(w.last().body, QStringLiteral("three\n(2 more)"));
}

void AttentionTest::clickOpensTheRoom()
{
    Away w;
    w.notice("hello");
    w.notifier.observer->activated(w.last().key, QStringLiteral("token"));
    QCOMPARE(w.openWanted.size(), 1);
    QCOMPARE(w.openWanted[0][0].toString(), w.account->info().id);
    QCOMPARE(w.openWanted[0][1].value<RoomId>(), w.here());
    QCOMPARE(w.openWanted[0][2].toString(), QStringLiteral("token"));
    w.notifier.observer->activated(QStringLiteral("account/another"), {});
    QCOMPARE(w.openWanted.size(), 1);
}

void AttentionTest::replyIsSentAndMarksRead()
{
    Away w;
    w.notice("are you there?");
    QCOMPARE(w.last().replyHint, QStringLiteral("Reply in general"));
    w.notifier.observer->replied(w.last().key, QStringLiteral("   "));
    w.settle();
    QCOMPARE(w.room().unread(), 1);
    w.notifier.observer->replied(w.last().key, QStringLiteral("yes\n"));
    w.settle();
    QCOMPARE(w.tom.texts(), list({"are you there?", "yes"}));
    QCOMPARE(w.room().unread(), 0);
    QVERIFY(w.notifier.onScreen.isEmpty());
}

void AttentionTest::replyThatCannotBeSentIsNotLost()
{
    Away w;
    const QSignalSpy refused(&w.attention, &Attention::replyRefused);
    w.notice("tell me everything");
    const QString everything(w.account->client().state().identity.limits.text + 1, u'x');
    w.notifier.observer->replied(w.last().key, everything);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused[0][2].toString(), everything);
    QVERIFY(!refused[0][3].toString().isEmpty());
    QCOMPARE(w.room().unread(), 1);
    w.line->sever(); // without a connection it waits, as everything that one writes
    w.notifier.observer->replied(w.last().key, QStringLiteral("later"));
    QCOMPARE(refused.size(), 1);
    w.pass(40'000);
    QCOMPARE(w.tom.texts().back(), QStringLiteral("later"));
}

void AttentionTest::whyBeforeAnythingCame()
{
    Away w;
    QVERIFY(w.whyInTheMenu().isEmpty());
}

} // namespace parlance::test

PARLANCE_SUITE(attention, parlance::test::AttentionTest)
#include "attention_test.moc"
