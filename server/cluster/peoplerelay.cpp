#include "cluster/peoplerelay.h"

#include <algorithm>
#include <utility>

namespace parlance {

PeopleRelay::PeopleRelay(NodeStream& stream, Rooms& rooms, const Identities& identities, DeadlineWheel& wheel,
                         Lives lives)
    : m_stream(stream)
    , m_wheel(wheel)
    , m_lives(std::move(lives))
    , m_here(identities)
    , m_elsewhere(rooms, identities, wheel.clock())
    , m_typing(rooms, identities)
{
    m_stream.add(*this);
}

PeopleRelay::~PeopleRelay()
{
    m_stream.remove(*this);
}

void PeopleRelay::entered(const RoomId& room, const UserId& user)
{
    m_here.entered(room, user);
    m_stream.wake();
}

void PeopleRelay::left(const RoomId& room, const UserId& user)
{
    m_here.left(room, user);
    m_stream.wake();
}

void PeopleRelay::renamed(const UserId& user, const UserName& name)
{
    m_elsewhere.renamed(user, name);
    m_here.renamed(user);
    m_stream.wake();
}

void PeopleRelay::typing(const RoomId& room, const UserId& user, int believedFor)
{
    m_typing.changed(room, user, believedFor);
    m_stream.wake();
}

void PeopleRelay::collect(NodeMessage& message)
{
    message.ask = std::exchange(m_asking, {});
    if (auto typing = m_typing.take(); !typing.isEmpty())
        message.typing = std::move(typing);
    if (!m_stream.isLeaving())
        collectPresence(message);
}

void PeopleRelay::collectPresence(NodeMessage& message)
{
    PresenceNews news;
    m_here.takeChanges(news, pieceSize);
    if (m_isListWanted && !m_here.isListing() && now() >= m_nextListAt) {
        m_isListWanted = false;
        m_nextListAt = now() + listEvery;
        ++m_listsTold;
        m_here.beginList();
    }
    if (m_here.isListing())
        m_here.takeList(news, pieceSize - news.came.size() - news.went.size());
    if (!news.isEmpty())
        message.presence = std::move(news);
    collectLater();
}

/// Wakes the stream when it is time for what could not be told now.
void PeopleRelay::collectLater()
{
    if (m_here.hasChanges() || m_here.isListing())
        m_next = m_wheel.after(0, [this] { m_stream.wake(); });
    else if (m_isListWanted)
        m_next = m_wheel.after(m_nextListAt - now(), [this] { m_stream.wake(); });
}

void PeopleRelay::missed(const NodeId& node)
{
    Peer& peer = m_peers[node];
    peer.isWhole = false;
    peer.isListing = false;
}

void PeopleRelay::heard(const NodeMessage& message, Turn turn)
{
    if (turn == Turn::Late)
        return; // nor is it a sign of life
    Peer& peer = m_peers[message.node];
    peer.heardAt = now();
    if (message.goodbye && !peer.leavesAt)
        peer.leavesAt = now() + farewell;
    if (std::ranges::find(message.ask, m_stream.node()) != message.ask.end()) {
        m_isListWanted = true;
        m_stream.wake();
    }
    if (message.presence)
        take(message.node, peer, *message.presence);
    if (message.typing)
        m_typing.heard(*message.typing);
    askIfNeeded(message.node, peer);
}

/// Differences are taken in even where some before them were missed: most of them are right.
void PeopleRelay::take(const NodeId& node, Peer& peer, const PresenceNews& news)
{
    if (news.begins) {
        m_elsewhere.listBegins(node);
        peer.isListing = true;
    }
    for (const RoomPerson& person : news.went)
        m_elsewhere.went(node, person);
    for (const PresentPerson& person : news.came)
        m_elsewhere.came(node, person);
    if (news.ends && std::exchange(peer.isListing, false)) {
        m_elsewhere.listEnds(node);
        peer.isWhole = true;
    }
}

void PeopleRelay::askIfNeeded(const NodeId& node, Peer& peer)
{
    if (peer.isWhole || peer.isListing || peer.leavesAt || now() < peer.askAt)
        return;
    peer.askAt = now() + askAgainAfter;
    ++m_listsAsked;
    m_asking.push_back(node);
    m_stream.wake();
}

/// What was said while this node did not hear the bus says nothing of those who were silent.
void PeopleRelay::attached()
{
    for (auto& [node, peer] : m_peers)
        peer.heardAt = now();
}

void PeopleRelay::beat()
{
    std::erase_if(m_peers, [this](const auto& entry) {
        if (!isGone(entry.first, entry.second))
            return false;
        m_elsewhere.forget(entry.first);
        return true;
    });
}

bool PeopleRelay::isGone(const NodeId& node, const Peer& peer) const
{
    if (peer.leavesAt)
        return now() >= *peer.leavesAt;
    if (now() - peer.heardAt < lease)
        return false;
    const auto lives = m_lives ? m_lives(node) : std::nullopt;
    return m_stream.isAttached() ? lives != true : lives == false; // who is deaf hears nobody
}

} // namespace parlance
