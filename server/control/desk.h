#pragma once

#include "base/callback.h"
#include "control/messages.h"
#include "handlers/services.h"

#include <functional>

namespace parlance::control {

/// Does what is asked on the control socket. It knows no socket.
class Desk {
  public:
    explicit Desk(Services services)
        : m_services(services)
    {}

    /// How the servers are listed that work as one with this; without it there are none. To be set before the first
    /// line.
    void setNodes(std::function<NodeList()> nodes) { m_nodes = std::move(nodes); }

    /// What `describe` is answered. To be set before the first line.
    void setDescription(std::function<Description()> describe) { m_describe = std::move(describe); }

    /// The answer to one line comes within the call or later, once. Lines have no ends here.
    void handle(const QByteArray& line, Callback<void(QByteArray)> answer);

  private:
    void perform(const Who& request, Callback<void(QByteArray)> answer);
    void perform(const Describe& request, Callback<void(QByteArray)> answer);
    void perform(const ListRooms& request, Callback<void(QByteArray)> answer);
    void perform(const FindRoom& request, Callback<void(QByteArray)> answer);
    void perform(const DeleteRoom& request, Callback<void(QByteArray)> answer);
    void perform(const RenameRoom& request, Callback<void(QByteArray)> answer);
    void perform(const ListNodes& request, Callback<void(QByteArray)> answer);
    void perform(const MakeLink& request, Callback<void(QByteArray)> answer);
    void perform(const ListInvites& request, Callback<void(QByteArray)> answer);
    void perform(const RevokeInvite& request, Callback<void(QByteArray)> answer);
    void perform(const AddAccount& request, Callback<void(QByteArray)> answer);
    void perform(const ListAccounts& request, Callback<void(QByteArray)> answer);
    void perform(const ChangeAccount& request, Callback<void(QByteArray)> answer);

    Services m_services;
    std::function<NodeList()> m_nodes;
    std::function<Description()> m_describe;
};

} // namespace parlance::control
