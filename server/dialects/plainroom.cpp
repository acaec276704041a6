#include "dialects/plainroom.h"

#include "domain/presence.h"

namespace parlance {

namespace {

constexpr qint64 paymentEvery = 100; // ms
constexpr qint64 payment = limits::plainPresence * paymentEvery / 1'000;
constexpr qsizetype listBytes = limits::eventBytes - 1'024; // without the event's other fields
constexpr qint64 mostDebt = limits::plainPresence + limits::plainPresence * qint64(limits::plainPresenceWait) / 1'000;

} // namespace

void PlainRoom::renamed(const UserId&, const UserName&) {}

void PlainRoom::listGiven(const UserId&, const PresentList&) {}

/// A client is told once that somebody types, and believes it until it is told that they do not.
void PlainRoom::typing(const Present& who, TypingState state)
{
    if (state == TypingState::GoesOn)
        return;
    const bool begins = state == TypingState::Begins;
    m_audiences.tell(m_room, Session::Kind::Plain, {begins ? Batch::Kind::Passing : Batch::Kind::Kept, 0, who.id}, [&] {
        return encode(plain::Typing{who.id, who.username, begins});
    });
}

void PlainRoom::changed(const Change& change)
{
    if (m_debt >= limits::plainPresence)
        m_late = change;
    else
        send(change);
}

QByteArray PlainRoom::encoded(const Change& change) const
{
    json::EncodedList users(listBytes);
    users.fill(m_present.list());
    const auto& [who, came] = change;
    return came ? encode(plain::UserJoined{who.id, who.username, {}}, &plain::UserJoined::users, users)
                : encode(plain::UserLeft{who.id, who.username, {}}, &plain::UserLeft::users, users);
}

void PlainRoom::send(const Change& change)
{
    m_debt += m_audiences.tell(m_room, Session::Kind::Plain, {Batch::Kind::Presence, 0, change.who.id},
                               [this, &change] { return encoded(change); });
    m_debt = std::min(m_debt, mostDebt);
    if (m_debt > 0 && !m_payment.isPending())
        payLater();
}

void PlainRoom::pay()
{
    m_debt = std::max<qint64>(0, m_debt - payment);
    if (m_debt > 0)
        payLater();
    if (m_debt >= limits::plainPresence)
        return;
    if (const auto late = std::exchange(m_late, std::nullopt))
        send(*late);
}

void PlainRoom::payLater()
{
    m_payment = m_wheel.after(paymentEvery, [this] { pay(); });
}

} // namespace parlance
