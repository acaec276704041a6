#pragma once

#include "core/client.h"
#include "ui/look/elidedlabel.h"
#include "ui/look/look.h"

namespace parlance::client {

/// Says who is typing in a room at present. Client and look must outlive it.
class TypingLine final : public ElidedLabel, private ClientObserver {
    Q_OBJECT

  public:
    TypingLine(Client& client, const Look& look, QWidget* parent);
    ~TypingLine() override;

    /// An empty id: no room is open.
    void setRoom(const RoomId& room);

  private:
    void typingChanged(const RoomId& room) override;

    void dress();

    Client& m_client;
    const Look& m_look;
    RoomId m_room;
};

} // namespace parlance::client
