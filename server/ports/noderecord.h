#pragma once

#include "ports/nodeid.h"

#include <QString>

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
    int level = 0;                            ///< the newest feature level that it knows; the store fills it in
    std::map<QString, QString> settings = {}; ///< those that are to be the same on all, by key
    qint64 renewedAgo = 0;                    ///< ms, by the store's clock
};

/// Which of its copies a store is. Where a copy takes over from another, its history is a later one of the same system.
struct StoreHistory {
    QByteArray system = {}; ///< as the store names the copies that come from each other
    qint64 number = 0;      ///< grows with each takeover

    friend bool operator==(const StoreHistory&, const StoreHistory&) = default;
};

/// The nodes that share a store.
struct LiveNodes {
    std::vector<NodeRecord> nodes; ///< those that live
    /// What may be written: that which every node can read. A new kind of event, or another meaning of one, comes with
    /// the next level, so that nodes of two versions can work together while they are replaced one after another.
    int level = 0;
    StoreHistory history = {};
    bool isSuperseded = false; ///< the others write what this node cannot read: it has to stop
};

} // namespace parlance
