#pragma once

#include "json/fields.h"
#include "ports/nodeid.h"

#include <QString>

#include <optional>
#include <tuple>
#include <vector>

namespace parlance::control {

/// The servers that work as one.
struct ListNodes {
    static constexpr std::string_view type = "nodes";
    static constexpr auto fields() { return std::tuple{}; }
};

struct NodeStatus {
    NodeId node;
    QString host;
    QString version;
    qint64 startedAt = 0;
    qint64 connections = 0;
    qint64 level = 0;
    bool isAsked = false;
    qint64 renewedAgo = 0;
    std::optional<qint64> heardAgo;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("node", &NodeStatus::node, "one start of a server"),
            field("host", &NodeStatus::host, "its machine, and where it listens"),
            field("version", &NodeStatus::version, "of the program"),
            field("startedAt", &NodeStatus::startedAt, "ms since 1970"),
            field("connections", &NodeStatus::connections, "clients'"),
            field("level", &NodeStatus::level, "the newest feature level that it knows"),
            field("isAsked", &NodeStatus::isAsked, "the one that answers"),
            field("renewedAgo", &NodeStatus::renewedAgo, "ms since it said in the database that it lives"),
            field("heardAgo", &NodeStatus::heardAgo, "ms since it was heard by Redis; none: never"),
        };
    }
};

struct NodeList {
    std::vector<NodeStatus> nodes;
    bool hearsBus = false;
    qint64 level = 0;

    static constexpr std::string_view type = "node_list";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("nodes", &NodeList::nodes, "those that live"),
                          field("hearsBus", &NodeList::hearsBus, "whether Redis works for the one that answers"),
                          field("level", &NodeList::level, "the feature level that all of them know")};
    }
};

} // namespace parlance::control
