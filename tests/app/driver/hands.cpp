#include "app/driver/hands.h"

#include "app/driver/screen.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeySequence>
#include <QTest>

namespace parlance::test {

namespace {

/// Who gets the next key.
QWidget* keyboard()
{
    if (QWidget* popup = QApplication::activePopupWidget())
        return popup;
    QWidget* focus = QApplication::focusWidget();
    return focus ? focus : QApplication::activeWindow();
}

QString nowhere()
{
    return QStringLiteral("no window has the keyboard");
}

} // namespace

QString click(const QString& name, const QString& text)
{
    const Place target = place(name, text);
    if (target.widget)
        QTest::mouseClick(target.widget, Qt::LeftButton, {}, target.point);
    return target.problem;
}

QString openMenu(const QString& name, const QString& text)
{
    const Place target = place(name, text);
    if (target.widget) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, target.point, target.widget->mapToGlobal(target.point));
        QApplication::sendEvent(target.widget, &event);
    }
    return target.problem;
}

QString type(const QString& text)
{
    for (const char32_t sign : text.toUcs4()) {
        QWidget* there = keyboard(); // a key may open something
        if (!there)
            return nowhere();
        QTest::sendKeyEvent(QTest::Click, there, Qt::Key_unknown, QString::fromUcs4(&sign, 1), Qt::NoModifier);
    }
    return {};
}

QString press(const QString& keys)
{
    const QKeySequence sequence = QKeySequence::fromString(keys, QKeySequence::PortableText);
    if (sequence.isEmpty() || sequence[0].key() == Qt::Key_unknown)
        return QStringLiteral("there is no key “%1”").arg(keys);
    QWidget* there = keyboard();
    if (!there)
        return nowhere();
    QTest::keyClick(there, sequence[0].key(), sequence[0].keyboardModifiers());
    return {};
}

QString minimize()
{
    QWidget* window = QApplication::activeWindow();
    if (!window)
        return nowhere();
    window->showMinimized();
    return {};
}

} // namespace parlance::test
