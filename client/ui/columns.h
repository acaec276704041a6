#pragma once

#include "ui/look/look.h"

#include <QSplitter>
#include <QWidget>

#include <memory>

namespace parlance::client {

/// The three parts of a server's page, arranged by the width that there is: side by side; the members in the room's
/// place; or one part at a time, as on a phone. The look must outlive it, and so must what the parts show.
class Columns final : public QWidget {
    Q_OBJECT

  public:
    enum class Part { Rooms, Room, Members };

    /// The parts are added in the order of Part, with splitter() as their parent.
    Columns(const Look& look, QWidget* parent);

    QSplitter& splitter() { return *m_splitter; }

    /// What is seen where there is no room for all.
    void setFront(Part part);
    Part front() const { return m_front; }

    /// Whether the members are wanted where there is room for all three.
    void setMembersWanted(bool wanted);

    /// How much of its width something else takes as soon as there is room for two parts. That much does not count
    /// until then, or both would take turns.
    void setReserved(int pixels);

    bool isOneColumn() const;
    bool hasRoomForMembers() const;
    bool isShown(Part part) const;

    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void arranged(); ///< other parts may be shown now

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();

    const Look& m_look;
    std::unique_ptr<QSplitter> m_splitter; // goes with this, before the models that are shown in it
    Part m_front = Part::Room;
    bool m_membersWanted = true;
    int m_reserved = 0;
};

} // namespace parlance::client
