#include "cluster/nodestream.h"

#include "base/logging.h"

#include <algorithm>
#include <utility>

namespace parlance {

NodeStream::NodeStream(NodeId node, EventBus& bus, DeadlineWheel& wheel)
    : m_node(std::move(node))
    , m_ownBeginning(beginningOf(m_node))
    , m_bus(bus)
    , m_wheel(wheel)
    , m_heardSelfAt(now())
{
    m_bus.attach(*this);
    beat();
    pollLater();
}

void NodeStream::onWaiting(std::function<void()> arm)
{
    m_arm = std::move(arm);
    if (m_isWaiting)
        m_arm();
}

void NodeStream::wake()
{
    if (!std::exchange(m_isWaiting, true) && m_arm)
        m_arm();
}

void NodeStream::flush()
{
    if (!std::exchange(m_isWaiting, false))
        return;
    NodeMessage message;
    for (StreamPart* part : m_parts)
        part->collect(message);
    if (!message.hasContent())
        return;
    message.node = m_node;
    message.number = ++m_number;
    message.goodbye = m_isLeaving;
    ++m_counts.published;
    m_bus.publish(encode(message));
}

void NodeStream::leave()
{
    flush();
    m_isLeaving = true;
    giveSignOfLife();
}

/// For the others and, because it comes back, for this node.
void NodeStream::giveSignOfLife()
{
    NodeMessage message;
    message.node = m_node;
    message.number = m_number;
    message.beat = ++m_beats;
    message.history = m_history;
    message.goodbye = m_isLeaving;
    m_beatAt = now();
    m_beatSaid = encode(message);
    m_bus.publish(m_beatSaid);
}

void NodeStream::beat()
{
    m_beat = m_wheel.after(beatEvery, [this] { beat(); });
    listen();
    lookForMissing();
    giveSignOfLife();
    for (StreamPart* part : m_parts)
        part->beat();
    std::erase_if(m_peers, [this](const auto& peer) { return now() - peer.second.heardAt > forgetAfter; });
}

void NodeStream::listen()
{
    if (m_isDeaf || now() - m_heardSelfAt <= deafAfter)
        return;
    qCWarning(logApp) << "the bus between the nodes is away; the store is asked instead";
    m_isDeaf = true;
    m_bus.reconnect();
    for (StreamPart* part : m_parts)
        part->deaf();
    pollLater();
}

void NodeStream::attached()
{
    m_heardSelfAt = now();
    if (std::exchange(m_isDeaf, false))
        qCInfo(logApp) << "the bus between the nodes is there";
    for (StreamPart* part : m_parts)
        part->attached();
    pollLater();
}

void NodeStream::expect(const std::set<NodeId>& nodes)
{
    std::erase_if(m_expected, [&](const auto& one) { return !nodes.contains(one.first); });
    for (const NodeId& node : nodes)
        m_expected.emplace(node, now());
    m_expected.erase(m_node);
    lookForMissing();
}

void NodeStream::lookForMissing()
{
    const size_t before = std::exchange(m_missing, 0);
    for (const auto& [node, since] : m_expected) {
        const auto peer = m_peers.find(node);
        const qint64 heardAt = peer == m_peers.end() ? since : std::max(since, peer->second.heardAt);
        m_missing += now() - heardAt > missedAfter ? 1 : 0;
    }
    if ((before > 0) == (m_missing > 0))
        return;
    if (m_missing > 0)
        qCWarning(logApp) << "a node that lives is not heard; the store is asked instead";
    pollLater();
}

std::optional<qint64> NodeStream::silence(const NodeId& node) const
{
    const auto peer = m_peers.find(node);
    return peer == m_peers.end() ? std::nullopt : std::optional(now() - peer->second.heardAt);
}

void NodeStream::pollLater()
{
    m_poll = m_wheel.after(hasToPoll() ? m_pollPause : reconcileEvery, [this] { poll(); });
}

void NodeStream::pollTook(qint64 milliseconds)
{
    m_pollsTook[m_pollsAnswered++ % answersCompared] = milliseconds;
    m_pollPause = std::clamp(*std::ranges::min_element(m_pollsTook) * pollShare, pollEvery, slowestPoll);
    if (hasToPoll() && m_pollPause > pollEvery)
        pollLater(); // what was set before knew nothing of it
}

void NodeStream::poll()
{
    pollLater();
    m_counts.polls += hasToPoll() ? 1 : 0;
    for (StreamPart* part : m_parts)
        part->poll();
}

/// What this node has said itself is not decoded: on a busy node that would be a third of its work for the bus.
void NodeStream::heard(const QByteArray& bytes)
{
    if (bytes.startsWith(m_ownBeginning)) {
        if (m_isDeaf)
            attached();
        m_heardSelfAt = now();
        if (bytes == m_beatSaid)
            m_lag = now() - m_beatAt;
        return;
    }
    const auto message = decodeNodeMessage(bytes);
    if (!message) {
        ++m_counts.refused;
        return;
    }
    ++m_counts.heard;
    follow(*message);
}

/// A number that is not the next says that something was missed: before the first message of a node, too.
void NodeStream::follow(const NodeMessage& message)
{
    const auto [found, isNew] = m_peers.try_emplace(message.node);
    Peer& peer = found->second;
    const qint64 expected = peer.number + (message.hasContent() ? 1 : 0);
    const bool isOldBeat = !message.hasContent() && message.beat <= peer.beat; // somebody may send it again
    const bool isLate = !isNew && (message.number < expected || isOldBeat);
    if (isNew || message.number > expected) {
        m_counts.holes += isNew ? 0 : 1;
        for (StreamPart* part : m_parts)
            part->missed(message.node);
    }
    peer.number = std::max(peer.number, message.number);
    peer.beat = std::max(peer.beat, message.beat);
    if (!isLate)
        peer.heardAt = now();
    for (StreamPart* part : m_parts)
        part->heard(message, isLate ? Turn::Late : Turn::Next);
}

} // namespace parlance
