#include "support/suite.h"
#include "ui/uiworld.h"

#include <QAbstractButton>
#include <QInputMethodEvent>
#include <QPushButton>

namespace parlance::test {

/// What was begun in a room waits there: edits, and what an input method composes.
class BegunTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void editWaitsWhileAnotherRoomIsOpen();
    void editWaitsForTheNextStart();
    void editOfADeletedMessageEnds();
    void compositionStaysWhereItWasBegun();
    void compositionWaitsWhileOneEdits();
};

void BegunTest::editWaitsWhileAnotherRoomIsOpen()
{
    Pair w;
    w.write(QStringLiteral("helo"));
    w.composer().setText(QStringLiteral("a draft"));
    w.composer().edit(w.room().messages[0].id, QStringLiteral("helo"));
    w.composer().setText(QStringLiteral("hello"));
    w.workspace->go(*RoomName::parse(u"other"));
    w.settle();
    QVERIFY(!w.composer().isEditing());
    QVERIFY(w.composer().text().isEmpty());
    w.workspace->go(general());
    w.settle();
    QVERIFY(w.composer().isEditing());
    QCOMPARE(w.composer().text(), QStringLiteral("hello"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.tom.texts(), list({"hello"}));
    QCOMPARE(w.composer().text(), QStringLiteral("a draft"));
}

void BegunTest::editWaitsForTheNextStart()
{
    Pair w;
    w.cacheFile = w.folder.filePath(QStringLiteral("cache.sqlite"));
    w.open("zoe");
    w.write(QStringLiteral("helo"));
    w.composer().setText(QStringLiteral("a draft"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Escape);
    w.composer().edit(w.room().messages.back().id, QStringLiteral("helo"));
    w.composer().setText(QStringLiteral("hello"));
    w.open("zoe");
    QVERIFY(w.composer().isEditing());
    QCOMPARE(w.composer().text(), QStringLiteral("hello"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Escape);
    QCOMPARE(w.composer().text(), QStringLiteral("a draft"));
    w.open("zoe");
    QVERIFY(!w.composer().isEditing());
    QCOMPARE(w.composer().text(), QStringLiteral("a draft"));
}

/// Nothing keeps what a deleted message said, here or in another room.
void BegunTest::editOfADeletedMessageEnds()
{
    for (const bool isElsewhere : {false, true}) {
        Pair w;
        w.write(QStringLiteral("helo"));
        const MessageId message = w.room().messages[0].id;
        w.composer().edit(message, QStringLiteral("helo"));
        if (isElsewhere)
            w.workspace->go(*RoomName::parse(u"other"));
        w.settle();
        QVERIFY(w.account->client().editDraft(w.here()));
        QVERIFY(w.account->client().remove(w.here(), message));
        w.settle();
        QVERIFY(!w.account->client().editDraft(w.here()));
        w.workspace->go(general());
        QVERIFY(!w.composer().isEditing());
        QVERIFY(w.composer().text().isEmpty());
    }
}

/// Whatever takes the text away from under an input method commits it first.
void BegunTest::compositionStaysWhereItWasBegun()
{
    Pair w;
    w.composer().field().setFocus();
    const auto compose = [&w] {
        QInputMethodEvent event(QStringLiteral("nihon"), {});
        QCoreApplication::sendEvent(&w.composer().field(), &event);
        QVERIFY(!w.composer().text().contains(QStringLiteral("nihon")));
    };
    compose();
    w.workspace->go(*RoomName::parse(u"other"));
    w.settle();
    QVERIFY(w.composer().text().isEmpty());
    QCOMPARE(w.account->client().draft(w.here()), QStringLiteral("nihon"));
    w.workspace->go(general());
    QCOMPARE(w.composer().text(), QStringLiteral("nihon"));
    w.composer().setText(QStringLiteral("from "));
    compose();
    w.composer().findChild<QAbstractButton*>(QStringLiteral("send"))->click();
    w.settle();
    QCOMPARE(w.tom.texts(), list({"from nihon"}));
    QVERIFY(w.composer().text().isEmpty());
}

/// What was being written waits, and so does what an input method had not finished.
void BegunTest::compositionWaitsWhileOneEdits()
{
    Pair w;
    w.write(QStringLiteral("said"));
    w.composer().setText(QStringLiteral("from "));
    QInputMethodEvent event(QStringLiteral("nihon"), {});
    QCoreApplication::sendEvent(&w.composer().field(), &event);
    w.composer().edit(w.room().messages.back().id, QStringLiteral("said"));
    QCOMPARE(w.composer().text(), QStringLiteral("said"));
    w.composer().endEdit();
    QCOMPARE(w.composer().text(), QStringLiteral("from nihon"));
    QCOMPARE(w.account->client().draft(w.here()), QStringLiteral("from nihon"));
}

} // namespace parlance::test

PARLANCE_SUITE(begun, parlance::test::BegunTest)
#include "begun_test.moc"
