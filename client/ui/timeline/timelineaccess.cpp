#include "ui/timeline/timelineaccess.h"

#include "ui/timeline/timelineview.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>
#include <map>

namespace parlance::client {

namespace {

/// One message. It stays the same for a screen reader while others come and go, and is invalid when it is gone itself.
class MessageAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
  public:
    MessageAccess(TimelineView& view, QByteArray key)
        : m_view(&view)
        , m_key(std::move(key))
    {}

    bool isValid() const override { return row().has_value(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view.data()); }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text /*which*/, const QString& /*text*/) override {}

    QString text(QAccessible::Text which) const override
    {
        const auto at = row();
        return at && which == QAccessible::Name ? m_view->rows().layout(*at).description() : QString();
    }

    QRect rect() const override
    {
        const auto at = row();
        const QRect bubble = at ? m_view->rows().bubble(*at) : QRect();
        return bubble.isEmpty() ? bubble : bubble.translated(m_view->viewport()->mapToGlobal(QPoint()));
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const auto at = row();
        state.invalid = !at;
        state.focusable = state.readOnly = state.selectableText = true;
        state.offscreen = at && m_view->rows().bubble(*at).isEmpty();
        state.focused = at && m_view->hasFocus() && m_view->selection().currentRow() == int(*at);
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }

    QStringList actionNames() const override { return {showMenuAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }
    void doAction(const QString& name) override
    {
        const auto at = row();
        if (!at)
            return;
        m_view->selection().setCurrentRow(int(*at));
        if (name == setFocusAction())
            m_view->setFocus();
        else if (name == showMenuAction())
            Q_EMIT m_view->menuWanted(*at, rect().center());
    }

  private:
    std::optional<size_t> row() const
    {
        return m_view && m_view->timeline() ? m_view->timeline()->find(m_key) : std::nullopt;
    }

    QPointer<TimelineView> m_view;
    QByteArray m_key;
};

class TimelineAccess final : public QAccessibleWidget {
  public:
    explicit TimelineAccess(TimelineView& view)
        : QAccessibleWidget(&view, QAccessible::List)
    {}
    ~TimelineAccess() override
    {
        for (const auto& [key, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return view() ? int(view()->rows().visible().size()) : 0; }

    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const QByteArray key = Timeline::keyOf(view()->timeline()->item(view()->rows().visible()[size_t(index)].row));
        const auto known = m_children.find(key);
        if (known != m_children.end())
            return QAccessible::accessibleInterface(known->second);
        dropGone();
        auto* made = new MessageAccess(*view(), key); // owner: QAccessible's cache
        m_children.emplace(key, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    int indexOfChild(const QAccessibleInterface* wanted) const override
    {
        for (int index = 0; index < childCount(); ++index) {
            if (child(index) == wanted)
                return index;
        }
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        for (int index = 0; index < childCount(); ++index) {
            if (QAccessibleInterface* each = child(index); each->rect().contains(x, y))
                return each;
        }
        return nullptr;
    }

    QAccessibleInterface* focusChild() const override
    {
        for (int index = 0; index < childCount(); ++index) {
            if (QAccessibleInterface* each = child(index); each->state().focused)
                return each;
        }
        return QAccessibleWidget::focusChild();
    }

  private:
    TimelineView* view() const { return static_cast<TimelineView*>(object()); }

    /// Whoever reads all the history must not leave an interface behind for each message.
    void dropGone() const
    {
        constexpr size_t kept = 200;
        if (m_children.size() < kept)
            return;
        std::erase_if(m_children, [](const auto& each) {
            const bool isSeen = !QAccessible::accessibleInterface(each.second)->state().offscreen;
            if (!isSeen)
                QAccessible::deleteAccessibleInterface(each.second);
            return !isSeen;
        });
    }

    mutable std::map<QByteArray, QAccessible::Id> m_children; // by Timeline::keyOf()
};

QAccessibleInterface* makeTimelineAccess(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<TimelineView*>(object);
    return view ? new TimelineAccess(*view) : nullptr;
}

} // namespace

void describeTimelines()
{
    QAccessible::installFactory(makeTimelineAccess); // which it does once
}

void tellCurrentRow(TimelineView& view)
{
    const auto& visible = view.rows().visible();
    const auto current = std::ranges::find(visible, size_t(view.selection().currentRow()), &RowFlow::Placed::row);
    if (current == visible.end())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(int(current - visible.begin()));
    QAccessible::updateAccessibility(&event);
}

} // namespace parlance::client
