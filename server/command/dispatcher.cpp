#include "command/dispatcher.h"

#include "base/logging.h"
#include "command/table.h"
#include "domain/refusals.h"
#include "handlers/appending.h"
#include "session/rates.h"

namespace parlance {

namespace {

QString typeName(std::string_view type)
{
    return QString::fromLatin1(type.data(), qsizetype(type.size()));
}

/// Whether a full client may begin with it.
bool isGreeting(QStringView type)
{
    return [type]<class... R>(std::type_identity<std::variant<R...>>) {
        return ((commandFor<R>().states.open && type == QLatin1String(R::type.data(), qsizetype(R::type.size()))) ||
                ...);
    }(std::type_identity<FullRequest>());
}

Error wrongState(Session::Kind kind, std::string_view type)
{
    if (kind == Session::Kind::Open || !isGreeting(typeName(type)))
        return {ErrorCode::NotJoined, QStringLiteral("Join a room first"), {}};
    return {ErrorCode::BadRequest, typeName(type) + QStringLiteral(" must be the first message, once"), {}};
}

/// A room that does not exist has no members. Any other error passes: a busy store says nothing about membership.
Error whyNotOpen(const Error& error)
{
    return error.code == ErrorCode::NotFound ? joinFirst() : error;
}

Error tooOften(std::string_view type, const Rate& rate, qint64 wait)
{
    return {
        ErrorCode::RateLimited,
        QStringLiteral("No more than %1 of %2 in %3 s").arg(rate.count).arg(typeName(type)).arg(rate.window / 1'000),
        wait};
}

/// Whether appends of this kind of connection may run beside each other, found by the type's name alone.
template <class Variant>
Order orderByName(QStringView type)
{
    return []<class... R>(QStringView name, std::type_identity<std::variant<R...>>) {
        Order order = Order::Alone;
        ((name == QLatin1String(R::type.data(), qsizetype(R::type.size())) ? void(order = commandFor<R>().order)
                                                                           : void()),
         ...);
        return order;
    }(type, std::type_identity<Variant>());
}

} // namespace

Order Dispatcher::orderOf(const Session& session, const Envelope& request) const
{
    switch (session.kind()) {
    case Session::Kind::Plain:
        return orderByName<PlainRequest>(request.type);
    case Session::Kind::Full:
        return orderByName<FullRequest>(request.type);
    case Session::Kind::Open:
        break;
    }
    return Order::Alone;
}

void Dispatcher::handle(Session& session, const Envelope& request)
{
    Call call(m_services.hub, session, request.ref, request.nonce, orderOf(session, request));
    switch (session.kind()) {
    case Session::Kind::Open:
        if (isGreeting(request.type))
            return dispatch(session, std::move(call), decodeFullRequest(request));
        if (request.type == typeName(plain::Join::type))
            return dispatch(session, std::move(call), decodePlainRequest(request));
        return call.fail(wrongState(session.kind(), {}));
    case Session::Kind::Plain:
        if (isGreeting(request.type))
            return call.fail(wrongState(session.kind(), Hello::type));
        return dispatch(session, std::move(call), decodePlainRequest(request));
    case Session::Kind::Full:
        return dispatch(session, std::move(call), decodeFullRequest(request));
    }
}

template <class Variant>
void Dispatcher::dispatch(Session& session, Call call, const Result<Variant>& request)
{
    if (!request)
        return call.fail(request.error());
    std::visit([&](const auto& typed) { perform(session, std::move(call), typed); }, *request);
}

template <class Request>
void Dispatcher::perform(Session& session, Call call, const Request& request)
{
    static constexpr auto& command = commandFor<Request>();
    qCDebug(logSession).noquote() << session.id() << typeName(Request::type);
    if (!command.states.admit(session.kind()))
        return call.fail(wrongState(session.kind(), Request::type));
    Budgets& budgets = m_services.rates.budgets();
    if (command.answer == Answer::Long) {
        if (const auto wait = budgets.waitFor(Expense::Reply, session.user(), session.address()))
            return call.fail({ErrorCode::RateLimited, QStringLiteral("Too much was asked for at a time"), wait});
    }
    const Rate rate = rateOf(command.rate, m_services.facts.limits);
    if (const auto wait = m_services.rates.take(command.rate, rate, session.user(), session.address()))
        return call.fail(tooOften(Request::type, rate, *wait));

    if constexpr (command.permission == Permission::Anyone) {
        command.handler(m_services, std::move(call), request);
    } else if constexpr (command.permission == Permission::InRoom) {
        Room* room = m_services.attendance.room(session.id(), request.room);
        if (!room)
            return call.fail(joinFirst());
        command.handler(m_services, std::move(call), m_services.rooms.pin(*room), request);
    } else if constexpr (command.permission == Permission::Member) {
        performAsMember(std::move(call), request);
    } else {
        performAsAuthor(std::move(call), request);
    }
}

template <class Request>
void Dispatcher::performAsMember(Call call, const Request& request)
{
    static constexpr auto& command = commandFor<Request>();
    if (m_services.rooms.isKnown(request.room)) {
        return m_services.rooms.open(request.room, [this, call = std::move(call), request](auto room) mutable {
            if (!room)
                return call.fail(whyNotOpen(room.error()));
            // Who was swept out as a stranger stays in the room, see handlers::swept().
            if (!(*room)->isMember(call.user()) && !m_services.attendance.isIn(call.sessionId(), request.room))
                return call.fail(joinFirst());
            const Membership membership = (*room)->membership(call.user());
            command.handler(m_services, std::move(call), {*std::move(room), membership}, request);
        });
    }
    const UserId user = call.user();
    m_services.store.membership(user, request.room, [this, call = std::move(call), request](auto membership) mutable {
        if (m_services.rooms.isKnown(request.room)) // from now on what it says counts
            return performAsMember(std::move(call), request);
        if (!membership)
            return call.fail(membership.error());
        command.handler(m_services, std::move(call), {{}, *std::move(membership)}, request);
    });
}

template <class Request>
void Dispatcher::performAsAuthor(Call call, const Request& request)
{
    static constexpr auto& command = commandFor<Request>();
    const Asker author{call.user(), call.session()->address()};
    m_authors.open(author, request.room, [this, call = std::move(call), request](Result<RoomPin> room) mutable {
        if (!room && room.error().code == ErrorCode::NotJoined)
            return handlers::answerFormer(m_services, std::move(call), request.room, request.nonce);
        if (!room)
            return call.fail(whyNotOpen(room.error()));
        const bool isIn = m_services.attendance.isIn(call.sessionId(), request.room);
        command.handler(m_services, std::move(call), *std::move(room), isIn ? Authorship::Present : Authorship::Absent,
                        request);
    });
}

void Dispatcher::replied(Session& session, qint64 bytes)
{
    m_services.rates.budgets().spend(Expense::Reply, bytes, session.user(), session.address());
}

void Dispatcher::presenceMissed(Session& session, const RoomId& room)
{
    handlers::presenceMissed(m_services, session, room);
}

void Dispatcher::departed(Session& session)
{
    handlers::departed(m_services, session);
}

} // namespace parlance
