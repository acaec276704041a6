#include "desktop/notificationworld.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;

/// The notifier and a notification service on a bus of the test's own.
class DBusNotifierTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleanup();
    void hintsAndActions();
    void withoutSound();
    void noInlineReplyUnlessOffered();
    void noInlineReplyWithoutHint();
    void noActionsUnlessOffered();
    void markupIsEscaped_data();
    void markupIsEscaped();
    void longTextsAreCut_data();
    void longTextsAreCut();
    void oneForEachKey();
    void replacedWhileUnderWay();
    void shownBeforeTheCapabilities();
    void activatedWithToken();
    void activatedWithoutToken();
    void repliedInside();
    void closedIsForgotten();
    void strangersAreIgnored();
    void withdrawn();
    void withdrawnWhileUnderWay();
    void shownAgainAfterWithdrawal();
    void theOldestGoesForOneTooMany();

  private:
    void start(const QStringList& offered)
    {
        m_desktop = std::make_unique<FakeNotifications>(offered);
        m_notifier = std::make_unique<DBusNotifier>(QDBusConnection::sessionBus());
        m_notifier->setObserver(&m_heard);
    }
    /// Shows it and waits until the service has it.
    bool shows(const Notification& notification)
    {
        const qsizetype before = m_desktop->count();
        m_notifier->show(notification);
        return QTest::qWaitFor([this, before] { return m_desktop->count() > before; });
    }
    bool closes(uint id)
    {
        return QTest::qWaitFor([this, id] { return m_desktop->closed().contains(QVariantList{id}); });
    }
    /// All that was sent so far has arrived: what is asked after it is answered after it.
    bool settles()
    {
        bool answered = false;
        DBusService service(QDBusConnection::sessionBus(), QStringLiteral("org.freedesktop.Notifications"));
        connect(&service, &DBusService::known, this, [&service, &answered] {
            service.call(service.method(QStringLiteral("/org/freedesktop/Notifications"),
                                        QStringLiteral("org.freedesktop.Notifications"),
                                        QStringLiteral("GetCapabilities")),
                         [&answered](const QDBusMessage&) { answered = true; });
        });
        return QTest::qWaitFor([&answered] { return answered; });
    }

    const QStringList m_plasma{QStringLiteral("actions"), QStringLiteral("body"), QStringLiteral("body-markup"),
                               QStringLiteral("inline-reply")};
    std::unique_ptr<FakeNotifications> m_desktop;
    HeardNotifications m_heard;
    std::unique_ptr<DBusNotifier> m_notifier;
};

void DBusNotifierTest::cleanup()
{
    m_notifier.reset();
    m_desktop.reset();
    m_heard.lines.clear();
}

void DBusNotifierTest::hintsAndActions()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QCOMPARE(m_desktop->argument(0).toString(), QStringLiteral("Parlance"));
    QCOMPARE(m_desktop->replacesId(), 0U);
    QCOMPARE(m_desktop->argument(2).toString(), QStringLiteral("chat.parlance.Parlance"));
    QCOMPARE(m_desktop->title(), QStringLiteral("ann in #general"));
    QCOMPARE(m_desktop->body(), QStringLiteral("hello"));
    QCOMPARE(m_desktop->actions(), (QStringList{QStringLiteral("default"), QStringLiteral("Open"),
                                                QStringLiteral("inline-reply"), QStringLiteral("Reply")}));
    const QVariantMap expected{
        {QStringLiteral("desktop-entry"), QStringLiteral("chat.parlance.Parlance")},
        {QStringLiteral("category"), QStringLiteral("im.received")},
        {QStringLiteral("sound-name"), QStringLiteral("message-new-instant")},
        {QStringLiteral("x-kde-reply-placeholder-text"), QStringLiteral("Reply to #general")},
    };
    QCOMPARE(m_desktop->hints(), expected);
    QCOMPARE(m_desktop->argument(7).toInt(), -1);
}

void DBusNotifierTest::withoutSound()
{
    start(m_plasma);
    Notification silent = notification(QStringLiteral("general"));
    silent.withSound = false;
    QVERIFY(shows(silent));
    QCOMPARE(m_desktop->hints().value(QStringLiteral("suppress-sound")), QVariant(true));
    QVERIFY(!m_desktop->hints().contains(QStringLiteral("sound-name")));
}

void DBusNotifierTest::noInlineReplyUnlessOffered()
{
    start({QStringLiteral("actions"), QStringLiteral("body")});
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QCOMPARE(m_desktop->actions(), (QStringList{QStringLiteral("default"), QStringLiteral("Open")}));
    QVERIFY(!m_desktop->hints().contains(QStringLiteral("x-kde-reply-placeholder-text")));
}

void DBusNotifierTest::noInlineReplyWithoutHint()
{
    start(m_plasma);
    Notification unanswerable = notification(QStringLiteral("general"));
    unanswerable.replyHint.clear();
    QVERIFY(shows(unanswerable));
    QCOMPARE(m_desktop->actions(), (QStringList{QStringLiteral("default"), QStringLiteral("Open")}));
}

void DBusNotifierTest::noActionsUnlessOffered()
{
    start({QStringLiteral("body")});
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QCOMPARE(m_desktop->actions(), QStringList());
}

void DBusNotifierTest::markupIsEscaped_data()
{
    QTest::addColumn<bool>("takesMarkup");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("sent");
    const auto bold = QStringLiteral("<b>hi</b>");
    const auto image = QStringLiteral("<img src=file:///etc/passwd>");
    QTest::newRow("bold") << true << bold << QStringLiteral("&lt;b&gt;hi&lt;/b&gt;");
    QTest::newRow("a local file") << true << image << QStringLiteral("&lt;img src=file:///etc/passwd&gt;");
    QTest::newRow("an entity") << true << QStringLiteral("&lt; & co") << QStringLiteral("&amp;lt; &amp; co");
    QTest::newRow("bold, as plain text") << false << bold << bold;
    QTest::newRow("a local file, as plain text") << false << image << image;
    QTest::newRow("an entity, as plain text") << false << QStringLiteral("a & b") << QStringLiteral("a & b");
}

void DBusNotifierTest::markupIsEscaped()
{
    QFETCH(const bool, takesMarkup);
    QFETCH(const QString, body);
    start(takesMarkup ? m_plasma : QStringList{QStringLiteral("body")});
    Notification untrusted = notification(QStringLiteral("general"), body);
    untrusted.title = body;
    QVERIFY(shows(untrusted));
    QTEST(m_desktop->body(), "sent");
    QCOMPARE(m_desktop->title(), body); // titles are never markup
}

void DBusNotifierTest::longTextsAreCut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("body");
    const QString a100(100, u'a');
    const QString a300(300, u'a');
    const QString a299 = a300.first(299);
    const QString a99 = a300.first(99);
    const QChar more(u'…');
    const QString wave = QStringLiteral("👋"); // two units
    QTest::newRow("as long as it may be") << a300 << a99 + more << a300;
    QTest::newRow("one too long") << a300 + u'b' << a99 + more << a299 + more;
    QTest::newRow("a pair at the edge") << a300.first(298) + wave + u'b' << a99 + more
                                        << a300.first(298) + more; // half of it would fit
    QTest::newRow("a pair at the title's edge")
        << a300.first(98) + wave + u'b' << a300.first(98) + more << a300.first(98) + wave + u'b';
    QTest::newRow("very long") << QString(1'000'000, u'a') << a99 + more << a299 + more;
    QTest::newRow("lines") << QStringLiteral("one\ntwo\n\nthree") << QStringLiteral("one two three")
                           << QStringLiteral("one\ntwo\n\nthree");
    QTest::newRow("what no bus takes") << QStringLiteral("a") + QChar(0) + QStringLiteral("b") << QStringLiteral("ab")
                                       << QStringLiteral("ab");
    QTest::newRow("just long enough") << a100 << a100 << a100;
}

void DBusNotifierTest::longTextsAreCut()
{
    QFETCH(const QString, text);
    start({});
    Notification untrusted = notification(QStringLiteral("general"), text);
    untrusted.title = text;
    QVERIFY(shows(untrusted));
    QTEST(m_desktop->title(), "title");
    QTEST(m_desktop->body(), "body");
}

void DBusNotifierTest::oneForEachKey()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QVERIFY(shows(notification(QStringLiteral("random"))));
    QCOMPARE(m_desktop->replacesId(), 0U);
    QVERIFY(settles());
    QVERIFY(shows(notification(QStringLiteral("general"), QStringLiteral("again"))));
    QCOMPARE(m_desktop->replacesId(), 41U);
}

void DBusNotifierTest::replacedWhileUnderWay()
{
    start(m_plasma);
    m_desktop->holdsAnswers = true;
    QVERIFY(shows(notification(QStringLiteral("general"), QStringLiteral("1"))));
    m_notifier->show(notification(QStringLiteral("general"), QStringLiteral("2")));
    m_notifier->show(notification(QStringLiteral("general"), QStringLiteral("3")));
    QVERIFY(settles());
    QCOMPARE(m_desktop->count(), 1);
    m_desktop->service.answerHeld({7U});
    QTRY_COMPARE(m_desktop->count(), 2);
    QCOMPARE(m_desktop->replacesId(), 7U);
    QCOMPARE(m_desktop->body(), QStringLiteral("3"));
}

void DBusNotifierTest::shownBeforeTheCapabilities()
{
    m_desktop = std::make_unique<FakeNotifications>(QStringList());
    m_desktop->service.on(QStringLiteral("GetCapabilities"), [](const QVariantList&) { return std::nullopt; });
    m_notifier = std::make_unique<DBusNotifier>(QDBusConnection::sessionBus());
    m_notifier->show(notification(QStringLiteral("general"), QStringLiteral("<1>")));
    QTRY_COMPARE(m_desktop->service.calls.size(), 1);
    m_notifier->show(notification(QStringLiteral("random"), QStringLiteral("<2>")));
    m_notifier->show(notification(QStringLiteral("general"), QStringLiteral("<3>")));
    m_desktop->service.answerHeld({QStringList{QStringLiteral("body-markup")}});
    QTRY_COMPARE(m_desktop->count(), 2);
    const auto shown = m_desktop->service.callsOf(QStringLiteral("Notify"));
    QCOMPARE(shown[0][4].toString(), QStringLiteral("&lt;3&gt;"));
    QCOMPARE(shown[1][4].toString(), QStringLiteral("&lt;2&gt;"));
}

void DBusNotifierTest::activatedWithToken()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_desktop->service.emitSignal(QStringLiteral("ActivationToken"), {41U, QStringLiteral("xdg-1")});
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    QTRY_COMPARE(m_heard.lines, QStringList(QStringLiteral("activated general xdg-1")));
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    QTRY_COMPARE(m_heard.lines.size(), 2);
    QCOMPARE(m_heard.lines[1], QStringLiteral("activated general ")); // a token is good for once
}

void DBusNotifierTest::activatedWithoutToken()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    QTRY_COMPARE(m_heard.lines, QStringList(QStringLiteral("activated general ")));
}

void DBusNotifierTest::repliedInside()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_desktop->service.emitSignal(QStringLiteral("NotificationReplied"), {41U, QStringLiteral("on my way")});
    QTRY_COMPARE(m_heard.lines, QStringList(QStringLiteral("replied general on my way")));
    QVERIFY(closes(41));
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QCOMPARE(m_desktop->replacesId(), 0U);
}

void DBusNotifierTest::closedIsForgotten()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_desktop->service.emitSignal(QStringLiteral("NotificationClosed"), {41U, 2U});
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    QVERIFY(settles());
    QVERIFY(m_heard.lines.isEmpty());
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QCOMPARE(m_desktop->replacesId(), 0U);
}

void DBusNotifierTest::strangersAreIgnored()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    FakeService stranger(QStringLiteral("chat.parlance.test.Stranger"),
                         QStringLiteral("/org/freedesktop/Notifications"),
                         QStringLiteral("org.freedesktop.Notifications"));
    stranger.emitSignal(QStringLiteral("ActivationToken"), {41U, QStringLiteral("stolen")});
    stranger.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    stranger.emitSignal(QStringLiteral("NotificationReplied"), {41U, QStringLiteral("forged")});
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {12U, QStringLiteral("default")}); // not ours
    QVERIFY(settles());
    m_desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")});
    QTRY_COMPARE(m_heard.lines, QStringList(QStringLiteral("activated general ")));
}

void DBusNotifierTest::withdrawn()
{
    start(m_plasma);
    QVERIFY(shows(notification(QStringLiteral("general"))));
    QVERIFY(settles());
    m_notifier->withdraw(QStringLiteral("general"));
    QVERIFY(closes(41));
    m_notifier->withdraw(QStringLiteral("general"));
    m_notifier->withdraw(QStringLiteral("never shown"));
    QVERIFY(settles());
    QCOMPARE(m_desktop->closed().size(), 1);
}

void DBusNotifierTest::withdrawnWhileUnderWay()
{
    start(m_plasma);
    m_desktop->holdsAnswers = true;
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_notifier->withdraw(QStringLiteral("general"));
    m_desktop->service.answerHeld({7U});
    QVERIFY(closes(7));
}

void DBusNotifierTest::shownAgainAfterWithdrawal()
{
    start(m_plasma);
    m_desktop->holdsAnswers = true;
    QVERIFY(shows(notification(QStringLiteral("general"))));
    m_notifier->withdraw(QStringLiteral("general"));
    m_notifier->show(notification(QStringLiteral("general"), QStringLiteral("new")));
    m_desktop->service.answerHeld({7U});
    QTRY_COMPARE(m_desktop->count(), 2);
    QCOMPARE(m_desktop->replacesId(), 7U);
    QVERIFY(m_desktop->closed().isEmpty());
}

void DBusNotifierTest::theOldestGoesForOneTooMany()
{
    start({});
    for (size_t i = 0; i < DBusNotifier::maxKeys; ++i)
        QVERIFY(shows(notification(QString::number(i))));
    QVERIFY(settles());
    QVERIFY(m_desktop->closed().isEmpty());
    QVERIFY(shows(notification(QStringLiteral("one more"))));
    QVERIFY(closes(41));
}

} // namespace parlance::client

using parlance::client::DBusNotifierTest;
PARLANCE_SUITE(dbusnotifier, DBusNotifierTest)
#include "dbusnotifier_test.moc"
