#include "ui/columns.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parlance::client {

namespace {
constexpr int roomForTwo = 600; // pixels at the usual size, as are the others
constexpr int roomForThree = 760;
constexpr std::array allParts{Columns::Part::Rooms, Columns::Part::Room, Columns::Part::Members};
} // namespace

Columns::Columns(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_splitter(std::make_unique<QSplitter>(this))
{
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    connect(&m_look, &Look::changed, this, &Columns::arrange);
}

bool Columns::isOneColumn() const
{
    return width() - m_reserved < m_look.scaled(roomForTwo);
}

bool Columns::hasRoomForMembers() const
{
    return width() - m_reserved >= m_look.scaled(roomForThree);
}

void Columns::setReserved(int pixels)
{
    if (std::exchange(m_reserved, pixels) != pixels)
        arrange();
}

bool Columns::isShown(Part part) const
{
    if (isOneColumn())
        return part == m_front;
    switch (part) {
    case Part::Rooms:
        return true;
    case Part::Room:
        return hasRoomForMembers() || m_front != Part::Members;
    case Part::Members:
        return hasRoomForMembers() ? m_membersWanted : m_front == Part::Members;
    }
    return false;
}

void Columns::setFront(Part part)
{
    m_front = part;
    arrange();
}

void Columns::setMembersWanted(bool wanted)
{
    m_membersWanted = wanted;
    arrange();
}

/// What comes is shown before what goes is hidden, so that the keyboard stays within the page.
void Columns::arrange()
{
    for (const bool shown : {true, false}) {
        for (const Part part : allParts) {
            QWidget* widget = m_splitter->widget(int(part));
            if (widget && isShown(part) == shown)
                widget->setVisible(shown);
        }
    }
    Q_EMIT arranged();
}

/// As narrow as the widest of the parts: there need not be room for two.
QSize Columns::minimumSizeHint() const
{
    QSize least;
    for (const Part part : allParts) {
        if (const QWidget* widget = m_splitter->widget(int(part)))
            least = least.expandedTo(widget->minimumSizeHint());
    }
    return least;
}

void Columns::resizeEvent(QResizeEvent* /*event*/)
{
    m_splitter->setGeometry(rect());
    arrange();
}

} // namespace parlance::client
