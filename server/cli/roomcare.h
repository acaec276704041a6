#pragma once

#include "cli/ownstore.h"
#include "control/callsocket.h"
#include "control/messages.h"

namespace parlance::cli {

/// The rooms of an installation: through its server if that runs, else in its log. Errors are one line.
class RoomCare {
  public:
    static Result<RoomCare> open(const Settings& settings);

    /// Whether a server runs.
    bool isLive() const { return m_live.has_value(); }

    /// A page, behind that room.
    Result<control::RoomList> list(const std::optional<RoomName>& after);

    /// What the room is called exactly that has this name, or this id.
    Result<RoomName> nameOf(const RoomName& given);

    /// With the room as it was.
    Result<RoomSize> remove(const RoomName& name);
    /// With its new name.
    Result<RoomName> rename(const RoomName& name, const RoomName& to);

  private:
    RoomCare() = default;
    Result<RoomId> find(const RoomName& given);

    std::optional<control::CallSocket> m_live;
    std::unique_ptr<OwnStore> m_own;
};

/// Asks a server.
template <class Reply, class Request>
Result<Reply> ask(control::CallSocket& server, const Request& request)
{
    const auto line = server.ask(control::encodeLine(request));
    return line ? control::decodeReply<Reply>(*line) : line.error();
}

/// For programs.
template <class Described>
QString lineOf(const Described& value)
{
    return QString::fromUtf8(control::encodeLine(value));
}

} // namespace parlance::cli
