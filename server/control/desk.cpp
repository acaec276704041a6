#include "control/desk.h"

#include "control/accountacts.h"
#include "control/roomacts.h"
#include "session/session.h"

namespace parlance::control {

namespace {

QByteArray errorLine(const Error& error)
{
    return encodeLine(errorReply(error, {}, {}));
}

QString nameOf(Session::Kind kind)
{
    switch (kind) {
    case Session::Kind::Open:
        break;
    case Session::Kind::Plain:
        return QStringLiteral("plain");
    case Session::Kind::Full:
        return QStringLiteral("full");
    }
    return QStringLiteral("open");
}

OpenConnection describe(const Services& services, const Session& session)
{
    OpenConnection connection;
    connection.number = qint64(session.id());
    connection.kind = nameOf(session.kind());
    connection.address = session.address();
    connection.since = session.since();
    for (const Room* room : services.attendance.roomsOf(session.id()))
        connection.rooms.push_back(room->name());
    if (session.kind() != Session::Kind::Open) {
        connection.userId = session.user();
        if (const UserName* name = services.identities.nameOf(session.user()))
            connection.name = name->text();
    }
    return connection;
}

/// Answers with what was found, or why it was not.
template <class T>
parlance::Done<T> answerWith(Callback<void(QByteArray)> answer)
{
    return [answer = std::move(answer)](const Result<T>& result) mutable {
        answer(result ? encodeLine(*result) : errorLine(result.error()));
    };
}

} // namespace

void Desk::handle(const QByteArray& line, Callback<void(QByteArray)> answer)
{
    const auto request = decodeRequest(line);
    if (!request)
        return answer(errorLine(request.error()));
    std::visit([&](const auto& typed) { perform(typed, std::move(answer)); }, *request);
}

void Desk::perform(const Who& request, Callback<void(QByteArray)> answer)
{
    std::vector<SessionId> ids = m_services.hub.sessionsAfter(SessionId(request.after.value_or(0)), page + 1);
    OpenConnections connections;
    connections.more = std::ssize(ids) > page;
    if (connections.more)
        ids.pop_back();
    for (const SessionId id : ids)
        connections.connections.push_back(describe(m_services, *m_services.hub.find(id)));
    answer(encodeLine(connections));
}

void Desk::perform(const Describe&, Callback<void(QByteArray)> answer)
{
    answer(encodeLine(m_describe ? m_describe() : Description()));
}

void Desk::perform(const ListRooms& request, Callback<void(QByteArray)> answer)
{
    m_services.store.roomSizes({{}, request.after, page},
                               [this, answer = std::move(answer)](Result<RoomSizes> sizes) mutable {
                                   if (!sizes)
                                       return answer(errorLine(sizes.error()));
                                   for (RoomSize& size : sizes->rooms)
                                       size.present = m_services.rooms.presentIn(size.room);
                                   answer(encodeLine(RoomList{std::move(sizes->rooms), sizes->more}));
                               });
}

void Desk::perform(const FindRoom& request, Callback<void(QByteArray)> answer)
{
    findRoom(m_services, request.name, [answer = std::move(answer)](Result<RoomPin> pin) mutable {
        answer(pin ? encodeLine(RoomFound{(*pin)->id(), (*pin)->name()}) : errorLine(pin.error()));
    });
}

void Desk::perform(const DeleteRoom& request, Callback<void(QByteArray)> answer)
{
    deleteRoom(m_services, request.name, [answer = std::move(answer)](Result<RoomSize> size) mutable {
        answer(size ? encodeLine(RoomDeleted{*std::move(size)}) : errorLine(size.error()));
    });
}

void Desk::perform(const RenameRoom& request, Callback<void(QByteArray)> answer)
{
    renameRoom(m_services, request.name, request.to, [answer = std::move(answer)](Result<RoomChanged> event) mutable {
        answer(event ? encodeLine(RoomRenamed{event->room, event->name}) : errorLine(event.error()));
    });
}

void Desk::perform(const ListNodes&, Callback<void(QByteArray)> answer)
{
    if (m_nodes)
        return answer(encodeLine(m_nodes()));
    answer(errorLine({ErrorCode::NotFound,
                      QStringLiteral("This server is alone. Servers that share a PostgreSQL database and have "
                                     "cluster.redis work as one"),
                      {}}));
}

void Desk::perform(const MakeLink& request, Callback<void(QByteArray)> answer)
{
    makeLink(m_services, request, answerWith<LinkMade>(std::move(answer)));
}

void Desk::perform(const ListInvites&, Callback<void(QByteArray)> answer)
{
    listInvites(m_services, answerWith<InviteList>(std::move(answer)));
}

void Desk::perform(const RevokeInvite& request, Callback<void(QByteArray)> answer)
{
    revokeInvite(m_services, request.id, [answer = std::move(answer)](const Result<Nothing>& result) mutable {
        answer(result ? encodeLine(WasDone()) : errorLine(result.error()));
    });
}

void Desk::perform(const AddAccount& request, Callback<void(QByteArray)> answer)
{
    addAccount(m_services, request, answerWith<LinkMade>(std::move(answer)));
}

void Desk::perform(const ListAccounts& request, Callback<void(QByteArray)> answer)
{
    listAccounts(m_services, request, answerWith<AccountList>(std::move(answer)));
}

void Desk::perform(const ChangeAccount& request, Callback<void(QByteArray)> answer)
{
    changeAccount(m_services, request, answerWith<AccountChanged>(std::move(answer)));
}

} // namespace parlance::control
