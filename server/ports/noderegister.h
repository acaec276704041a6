#pragma once

#include "ports/done.h"
#include "ports/nodeid.h"

#include <map>
#include <vector>

namespace parlance {

/// A server that shares the store with others, as it describes itself.
struct NodeRecord {
    NodeId node = {};
    QString version = {};
    QString host = {};                        ///< the machine's name, and where the server listens
    qint64 startedAt = 0;                     ///< ms since 1970, by its clock
    qint64 connections = 0;                   ///< clients'
    std::map<QString, QString> settings = {}; ///< those that are to be the same on all, by key
    qint64 renewedAgo = 0;                    ///< ms, by the store's clock
};

/// The part of a store that several nodes share by which each knows that the others live, also where they cannot hear
/// each other. Implementation: postgresql/PostgresqlStore.
class NodeRegister {
  public:
    /// Milliseconds for which a node counts as alive after it has said so.
    static constexpr qint64 lease = 5'000;

    virtual ~NodeRegister() = default;

    /// This node lives. Answers with all that do, this one too.
    virtual void renewNode(const NodeRecord& self, Done<std::vector<NodeRecord>> done) = 0;

    /// This node is about to stop.
    virtual void resignNode(const NodeId& node) = 0;
};

} // namespace parlance
