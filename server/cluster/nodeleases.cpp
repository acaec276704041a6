#include "cluster/nodeleases.h"

#include "base/logging.h"

#include <algorithm>

namespace parlance {

NodeLeases::NodeLeases(NodeRegister& nodes, NodeStream& stream, DeadlineWheel& wheel,
                       std::function<NodeRecord()> describe, std::function<void()> superseded)
    : m_register(nodes)
    , m_stream(stream)
    , m_wheel(wheel)
    , m_describe(std::move(describe))
    , m_superseded(std::move(superseded))
{
    m_stream.add(*this);
    renew();
}

NodeLeases::~NodeLeases()
{
    m_stream.remove(*this);
}

void NodeLeases::heard(const NodeMessage& message, Turn)
{
    const auto& other = message.history;
    if (other && other->system == m_history.system && other->number > m_history.number)
        m_register.leaveHistory(*other);
}

std::optional<bool> NodeLeases::lives(const NodeId& node) const
{
    if (age() >= NodeRegister::lease)
        return std::nullopt;
    return std::ranges::find(m_nodes, node, &NodeRecord::node) != m_nodes.end();
}

void NodeLeases::resign()
{
    m_next.cancel();
    m_register.resignNode(m_stream.node());
}

void NodeLeases::renew()
{
    m_register.renewNode(m_describe(), [this](Result<LiveNodes> live) { answered(std::move(live)); });
}

void NodeLeases::answered(Result<LiveNodes> live)
{
    if (live && live->isSuperseded)
        return m_superseded();
    m_next = m_wheel.after(renewEvery, [this] { renew(); });
    if (!live)
        return;
    m_nodes = std::move(live->nodes);
    m_level = live->level;
    m_history = std::move(live->history);
    m_stream.setHistory(m_history);
    m_answeredAt = m_wheel.clock().steady();
    std::set<NodeId> others;
    for (const NodeRecord& record : m_nodes) {
        if (record.node == m_stream.node())
            continue;
        others.insert(record.node);
        if (!m_compared.contains(record.node))
            compare(record);
    }
    m_stream.expect(others);
    m_compared = std::move(others);
}

/// Clients go from one node to another and are to find the same rules.
void NodeLeases::compare(const NodeRecord& other)
{
    const NodeRecord self = m_describe();
    qCInfo(logApp).noquote() << "another node:" << other.host << "version" << other.version;
    for (const auto& [key, value] : other.settings) {
        const auto own = self.settings.find(key);
        if (own != self.settings.end() && own->second != value)
            qCWarning(logApp).noquote() << "the node" << other.host << "has another" << key
                                        << "than this one; make them the same";
    }
}

} // namespace parlance
