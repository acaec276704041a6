#include "support/suite.h"
#include "ui/uiworld.h"

#include <QLineEdit>
#include <QListView>

/// The search in the list of a room's members, with the keyboard.
namespace parlance::test {

class MembersPanelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void showsWhomItFitsAsOneTypes();
    void theServerIsAskedInALargeRoom();
    void withoutAConnection();
    void keys();
    void anotherRoomEndsIt();
};

namespace {

struct Searching : Pair {
    Searching() { pass(1'000); } // who came is told a moment later

    QListView& members = *find<QListView>("members");
    QLineEdit& field = *find<QLineEdit>("memberSearch");

    /// But for headings.
    QStringList shown() const
    {
        QStringList names;
        for (int row = 0; row < members.model()->rowCount(); ++row) {
            const QModelIndex index = members.model()->index(row, 0);
            if (!index.data(MembersModel::IdRole).toByteArray().isEmpty())
                names << index.data().toString();
        }
        return names;
    }

    QString note() const
    {
        const auto* label = find<QLabel>("nobodyFound");
        return label->isVisible() ? label->text() : QString();
    }

    void type(const char* text)
    {
        field.setFocus();
        QTest::keyClicks(&field, QString::fromUtf8(text));
    }
};

/// Hundreds who came and left before anybody looked.
struct LargeRoom : Searching {
    static constexpr int crowd = 250;

    LargeRoom()
    {
        for (int i = 0; i < crowd; ++i) {
            Person visitor(world, QStringLiteral("visitor %1").arg(i).toLatin1().constData());
            settle();
        }
        pass(1'000);
        workspace->go(*RoomName::parse(u"other"));
        settle();
        workspace->go(general());
        settle();
    }
};

} // namespace

void MembersPanelTest::showsWhomItFitsAsOneTypes()
{
    Searching w;
    const Person anna(w.world, "anna lee");
    w.pass(1'000); // until that is told
    QCOMPARE(w.shown(), list({"anna lee", "tom", "zoe"}));
    QCOMPARE(w.field.accessibleName(), QStringLiteral("Search members"));
    w.type("LE");
    QCOMPARE(w.shown(), list({"anna lee"}));
    QCOMPARE(w.members.model()->index(0, 0).data().toString(), QStringLiteral("Here now · 1"));
    w.type("x");
    QCOMPARE(w.shown(), QStringList());
    QCOMPARE(w.note(), QStringLiteral("No member has a name that begins with “LEx”."));
    w.field.clear();
    QCOMPARE(w.shown().size(), 3);
    QCOMPARE(w.note(), QString());
}

/// Of whom the list has the first two hundred only.
void MembersPanelTest::theServerIsAskedInALargeRoom()
{
    LargeRoom w;
    const QStringList known = w.shown();
    QVERIFY(known.size() < LargeRoom::crowd);
    QString unknown;
    for (int i = 100; i < LargeRoom::crowd && unknown.isEmpty(); ++i) {
        const QString name = QStringLiteral("visitor %1").arg(i);
        if (!known.contains(name))
            unknown = name;
    }
    w.type(qPrintable(unknown));
    QVERIFY(w.shown().isEmpty());
    QCOMPARE(w.note(), QStringLiteral("Searching…"));
    QTRY_COMPARE((w.settle(), w.shown()), QStringList(unknown));
    QCOMPARE(w.note(), QString());
    w.field.setText(QStringLiteral("visitor")); // more than the server lists at once
    QTRY_VERIFY((w.settle(), w.members.model()->index(0, 0).data().toString().endsWith(u'+')));
    w.field.clear();
    QCOMPARE(w.shown(), known);
}

void MembersPanelTest::withoutAConnection()
{
    LargeRoom w;
    w.line->setAccept({});
    w.line->sever();
    w.settle();
    w.type("tom");
    QTRY_VERIFY((w.settle(), w.note().startsWith(QStringLiteral("The server cannot be asked"))));
    QCOMPARE(w.shown(), list({"tom"}));
}

void MembersPanelTest::keys()
{
    Searching w;
    w.type("to");
    QTest::keyClick(&w.field, Qt::Key_Down);
    QVERIFY(w.members.hasFocus());
    QCOMPARE(w.members.currentIndex().data().toString(), QStringLiteral("tom"));
    QTest::keyClick(&w.members, Qt::Key_Up);
    QVERIFY(w.field.hasFocus());
    QTest::keyClick(&w.field, Qt::Key_Return);
    const auto* menu = w.find<QMenu>("memberMenu");
    QVERIFY(menu->actions()[0]->text().startsWith(QStringLiteral("tom")));
    w.trigger("memberMenu", QStringLiteral("Mention"));
    QCOMPARE(w.composer().text(), QStringLiteral("@tom "));
    w.field.setFocus();
    QTest::keyClick(&w.field, Qt::Key_Escape);
    QCOMPARE(w.field.text(), QString());
    QCOMPARE(w.shown(), list({"tom", "zoe"}));
}

void MembersPanelTest::anotherRoomEndsIt()
{
    Searching w;
    w.type("tom");
    w.workspace->go(*RoomName::parse(u"other"));
    w.settle();
    QCOMPARE(w.field.text(), QString());
    QCOMPARE(w.shown(), list({"zoe"}));
}

} // namespace parlance::test

PARLANCE_SUITE(memberspanel, parlance::test::MembersPanelTest)
#include "memberspanel_test.moc"
