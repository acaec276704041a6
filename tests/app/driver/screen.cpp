#include "app/driver/screen.h"

#include "models/membersmodel.h"
#include "models/roomlistmodel.h"
#include "ui/timeline/timelineview.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QJsonArray>
#include <QMenu>

#include <array>

namespace parlance::test {

using namespace parlance::client;

namespace {

bool canBeReached(const QWidget* widget)
{
    const QWidget* popup = QApplication::activePopupWidget();
    const QWidget* over = popup ? popup : QApplication::activeModalWidget();
    return widget->isVisible() && (!over || over == widget || over->isAncestorOf(widget));
}

/// As people read it.
QString withoutMnemonic(QString text)
{
    return text.remove(u'&');
}

QString textOf(const QWidget* widget)
{
    const QVariant plain = widget->property("plainText");
    return plain.isValid() ? plain.toString() : widget->property("text").toString();
}

Place inMenu(QMenu* menu, const QString& text)
{
    for (QAction* action : menu->actions()) {
        if (withoutMnemonic(action->text()) == text && action->isEnabled())
            return {menu, menu->actionGeometry(action).center(), {}};
    }
    return {};
}

Place inList(QAbstractItemView* list, const QString& text)
{
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QModelIndex index = list->model()->index(row, 0);
        if (index.data().toString() != text)
            continue;
        list->scrollTo(index);
        return {list->viewport(), list->visualRect(index).center(), {}};
    }
    return {};
}

Place inTimeline(TimelineView* view, const QString& text)
{
    for (const RowFlow::Placed& row : view->rows().visible()) {
        if (view->rows().layout(row.row).text() == text)
            return {view->viewport(), view->rows().bubble(row.row).center(), {}};
    }
    return {};
}

Place inWidget(QWidget* widget, const QString& text)
{
    if (auto* menu = qobject_cast<QMenu*>(widget))
        return inMenu(menu, text);
    if (auto* list = qobject_cast<QAbstractItemView*>(widget))
        return inList(list, text);
    if (auto* view = qobject_cast<TimelineView*>(widget))
        return inTimeline(view, text);
    for (QAbstractButton* button : widget->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && withoutMnemonic(button->text()) == text)
            return {button, button->rect().center(), {}};
    }
    return {};
}

QJsonArray rowsOf(const QAbstractItemModel& model)
{
    const bool isRooms = qobject_cast<const RoomListModel*>(&model);
    const bool isMembers = qobject_cast<const MembersModel*>(&model);
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        QJsonObject shown{{QStringLiteral("text"), index.data().toString()}};
        if (isRooms)
            shown[QStringLiteral("unread")] = index.data(RoomListModel::UnreadRole).toLongLong();
        if (isMembers)
            shown[QStringLiteral("here")] = index.data(MembersModel::PresentRole).toBool();
        rows.append(shown);
    }
    return rows;
}

QJsonArray messagesOf(TimelineView& view)
{
    constexpr std::array fates{"sent", "pending", "failed"}; // as Fate::Kind
    QJsonArray rows;
    for (size_t row = 0; view.timeline() && row < view.timeline()->size(); ++row) {
        const TimelineItem item = view.timeline()->item(row);
        rows.append(QJsonObject{{QStringLiteral("author"), item.message->username},
                                {QStringLiteral("text"), view.rows().layout(row).text()},
                                {QStringLiteral("fate"), QLatin1String(fates[size_t(item.fate.kind)])}});
    }
    return rows;
}

} // namespace

Place place(const QString& name, const QString& text)
{
    for (QWidget* widget : QApplication::allWidgets()) {
        if (widget->objectName() != name || !canBeReached(widget))
            continue;
        auto* scrolled = qobject_cast<QAbstractScrollArea*>(widget);
        QWidget* inner = scrolled ? scrolled->viewport() : widget;
        Place found = text.isEmpty() ? Place{inner, inner->rect().center(), {}} : inWidget(widget, text);
        if (!found.widget)
            return {nullptr, {}, QStringLiteral("nothing in “%1” says “%2”").arg(name, text)};
        if (!found.widget->isEnabled())
            return {nullptr, {}, QStringLiteral("“%1” is disabled").arg(name)};
        return found;
    }
    return {nullptr, {}, QStringLiteral("there is no “%1” within reach").arg(name)};
}

QJsonObject seen()
{
    QJsonObject texts;
    QJsonObject lists;
    QJsonArray windows;
    QJsonArray messages;
    for (QWidget* widget : QApplication::allWidgets()) {
        if (!widget->isVisible())
            continue;
        const QString name = widget->objectName();
        if (widget->isWindow())
            windows.append(QJsonObject{{QStringLiteral("name"), name},
                                       {QStringLiteral("title"), widget->windowTitle()},
                                       {QStringLiteral("text"), textOf(widget)},
                                       {QStringLiteral("isMinimized"), widget->isMinimized()}});
        else if (auto* view = qobject_cast<TimelineView*>(widget))
            messages = messagesOf(*view);
        else if (const auto* list = qobject_cast<QAbstractItemView*>(widget))
            lists[name] = rowsOf(*list->model());
        else if (!name.isEmpty() && !name.startsWith(QStringLiteral("qt_")))
            texts[name] = textOf(widget);
    }
    const QWidget* focus = QApplication::focusWidget();
    return {{QStringLiteral("windows"), windows},
            {QStringLiteral("texts"), texts},
            {QStringLiteral("lists"), lists},
            {QStringLiteral("messages"), messages},
            {QStringLiteral("focus"), focus ? focus->objectName() : QString()}};
}

} // namespace parlance::test
