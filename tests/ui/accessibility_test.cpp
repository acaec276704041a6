#include "support/suite.h"
#include "ui/uiworld.h"

#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QListView>

#include <set>

namespace parlance::test {

namespace {

QAccessibleInterface* ofTimeline(Pair& w)
{
    return QAccessible::queryAccessibleInterface(&w.view());
}

/// Calls `visit` for everything that is shown below `node`.
void walk(QAccessibleInterface* node, const std::function<void(QAccessibleInterface*)>& visit)
{
    QVERIFY(node);
    if (node->state().invisible)
        return;
    visit(node);
    for (int i = 0; i < node->childCount(); ++i) {
        QAccessibleInterface* child = node->child(i);
        QVERIFY(child);
        walk(child, visit);
    }
}

} // namespace

class AccessibilityTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void eachSeenMessageIsAChild();
    void childrenStayWithTheirMessages();
    void messagesHaveActions();
    void keyboardIsFollowed();
    void everythingOnTheWindowHasAName();
};

void AccessibilityTest::eachSeenMessageIsAChild()
{
    Pair w;
    w.hear("Good morning");
    w.write(QStringLiteral("Hello, Tom"));
    QAccessibleInterface* list = ofTimeline(w);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Messages in general"));
    QCOMPARE(list->childCount(), 2);
    QAccessibleInterface* first = list->child(0);
    QCOMPARE(first->role(), QAccessible::ListItem);
    QCOMPARE(first->parent(), list);
    QVERIFY(first->text(QAccessible::Name).startsWith(QStringLiteral("tom, Good morning, ")));
    QVERIFY(list->child(1)->text(QAccessible::Name).startsWith(QStringLiteral("zoe, Hello, Tom, ")));
    QCOMPARE(list->indexOfChild(list->child(1)), 1);
    const QPoint inside = first->rect().center();
    QCOMPARE(list->childAt(inside.x(), inside.y()), first);
    QVERIFY(QRect(w.view().mapToGlobal(QPoint()), w.view().size()).contains(first->rect()));
    for (int i = 0; i < 100; ++i)
        w.hear("More of it");
    QCOMPARE(list->childCount(), int(w.view().rows().visible().size()));
    QVERIFY(list->childCount() < 60);
}

void AccessibilityTest::childrenStayWithTheirMessages()
{
    Pair w;
    w.hear("First");
    w.hear("Second");
    QAccessibleInterface* list = ofTimeline(w);
    QAccessibleInterface* second = list->child(1);
    w.hear("Third");
    QCOMPARE(list->child(1), second);
    QVERIFY(second->isValid());
    QVERIFY(second->text(QAccessible::Name).contains(QStringLiteral("Second")));
    for (int i = 0; i < 100; ++i)
        w.hear("More of it");
    QVERIFY(second->state().offscreen);
    w.view().setTimeline(nullptr);
    QVERIFY(!second->isValid());
    QVERIFY(second->state().invalid);
    QCOMPARE(second->text(QAccessible::Name), QString());
    QCOMPARE(list->childCount(), 0);
}

void AccessibilityTest::messagesHaveActions()
{
    Pair w;
    w.hear("First");
    w.hear("Second");
    QAccessibleInterface* first = ofTimeline(w)->child(0);
    QAccessibleActionInterface* actions = first->actionInterface();
    QVERIFY(actions);
    actions->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(w.view().selection().currentRow(), 0);
    QVERIFY(first->state().focused);
    actions->doAction(QAccessibleActionInterface::showMenuAction());
    auto* menu = w.find<QMenu>("messageMenu");
    QVERIFY(menu->isVisible());
    menu->close();
}

void AccessibilityTest::keyboardIsFollowed()
{
    Pair w;
    w.hear("First");
    w.hear("Second");
    w.view().setFocus();
    QTest::keyClick(&w.view(), Qt::Key_Up);
    QTest::keyClick(&w.view(), Qt::Key_Up);
    QAccessibleInterface* focused = ofTimeline(w)->focusChild();
    QVERIFY(focused);
    QVERIFY(focused->text(QAccessible::Name).startsWith(QStringLiteral("tom, First, ")));
}

/// What can be used has a name to be spoken; lists have names for what is in them.
void AccessibilityTest::everythingOnTheWindowHasAName()
{
    Pair w;
    w.hear("Good morning");
    w.workspace->toggleMembers();
    w.settle();
    static const std::set<QAccessible::Role> usable{
        QAccessible::PushButton, QAccessible::CheckBox,   QAccessible::EditableText, QAccessible::List,
        QAccessible::ListItem,   QAccessible::ButtonMenu, QAccessible::ComboBox};
    int seen = 0;
    QStringList nameless;
    walk(QAccessible::queryAccessibleInterface(w.workspace.get()), [&](QAccessibleInterface* node) {
        if (!usable.contains(node->role()))
            return;
        ++seen;
        const QObject* object = node->object();
        if (node->text(QAccessible::Name).isEmpty())
            nameless << (object ? QLatin1String(object->metaObject()->className()) + u' ' + object->objectName()
                                : QStringLiteral("item"));
    });
    QVERIFY(seen > 8);
    QCOMPARE(nameless, QStringList());
}

} // namespace parlance::test

PARLANCE_SUITE(accessibility, parlance::test::AccessibilityTest)
#include "accessibility_test.moc"
