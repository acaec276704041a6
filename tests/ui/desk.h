#pragma once

#include "ui/uiworld.h"

#include <QPushButton>

/// Reading on the real widgets, with a second device of the same person.
namespace parlance::test {

/// Zoe at two devices, Tom, who talks, and a window of some other program.
struct Desk : Pair {
    Person phone{world, "zoe's phone", false};
    QWidget elsewhere;
    RoomName other = *RoomName::parse(u"other");

    Desk()
    {
        Login login = loginOfTest();
        login.token = account->client().state().identity.token;
        phone.client.connection().start(login);
        settle();
        account->client().join(other);
        settle();
    }

    qint64 unread() const { return room().unread(); }

    /// One after the other, as people talk.
    void talk(int count)
    {
        for (int i = 0; i < count; ++i) {
            tom.say(QStringLiteral("message %1").arg(tom.room().n + 1));
            settle();
        }
    }

    /// All at once, as after a gap.
    void flood(int count)
    {
        for (int i = 0; i < count; ++i)
            tom.say(QStringLiteral("message %1").arg(tom.room().n + 1 + i));
        settle();
    }

    void goAway()
    {
        elsewhere.show();
        elsewhere.activateWindow();
        QTRY_VERIFY(!workspace->isActiveWindow());
        settle();
    }
    void comeBack()
    {
        workspace->activateWindow();
        QTRY_VERIFY(workspace->isActiveWindow());
        settle();
    }

    void disconnect()
    {
        line->setAccept({});
        line->sever();
        settle();
    }
    void reconnect()
    {
        line->setAccept([this](std::unique_ptr<Link> link) { world.server->add(std::move(link)); });
        account->client().connection().reconnectNow();
        settle();
        pass(1'000);
    }

    void openRoom(const RoomName& name)
    {
        workspace->go(name);
        settle();
    }

    void deleteLast()
    {
        QVERIFY(tom.client.remove(tom.here(), tom.room().messages.back().id));
        settle();
    }

    void wheelDown(int views)
    {
        for (int i = 0; i < views; ++i) {
            QTest::keyClick(&view(), Qt::Key_PageDown);
            settle();
        }
    }

    /// Whether the line is in the view; "gone" where there is none.
    QString lineSeen()
    {
        const auto row = timeline().firstNewRow();
        if (timeline().firstNew() == 0)
            return QStringLiteral("gone");
        for (const RowFlow::Placed& placed : view().rows().visible()) {
            if (row == placed.row && placed.y + view().rows().layout(placed.row).size().above >= 0)
                return QStringLiteral("in view at %1").arg(timeline().firstNew());
        }
        return QStringLiteral("at %1").arg(timeline().firstNew());
    }

    /// The ordinal number of the last message whose end is in the view.
    qint64 lastSeen()
    {
        qint64 last = 0;
        for (const RowFlow::Placed& placed : view().rows().visible()) {
            if (view().rows().hasEnd(placed.row))
                last = std::max(last, timeline().item(placed.row).message->n);
        }
        return last;
    }

    /// Everything that a person can tell: where the view is, where the line, what is left.
    QString told()
    {
        const QString where = view().position().isAtEnd() ? QStringLiteral("end") : QStringLiteral("away");
        return QStringLiteral("%1, line %2, read %3, badge %4").arg(where, lineSeen()).arg(room().read).arg(unread());
    }
};

} // namespace parlance::test
