#pragma once

#include "ports/noticeboard.h"
#include "postgresql/pgconnection.h"

#include <array>

namespace parlance {

/// The table `notices`. A row's number is given when it is written, which is behind the row of the change and its lock:
/// so the numbers have the order of the changes wherever these cannot happen at the same time.
class PgNotices {
  public:
    /// `node`: who writes; empty where no other node reads, and nothing is written.
    explicit PgNotices(NodeId node)
        : m_node(std::move(node))
    {}

    /// Gathers one; the node is filled in.
    void add(const Notice& notice);
    /// Sends what was gathered, without waiting: behind the changes, at the transaction's end.
    void send(PgConnection& connection);
    /// Sends that all members lose the room, and that it ends. Its number; its members are still in their table.
    void sendEnd(PgConnection& connection, qint64 room);

    /// Whether anything was written.
    bool hasPosted() const { return m_hasPosted; }

    /// See NoticeBoard.
    static NoticeSlice since(PgConnection& connection, const NoticePosition& position);
    /// Takes away those that are too old, without waiting.
    static void trim(PgConnection& connection);

  private:
    const NodeId m_node;
    std::array<PgArray, 5> m_columns;
    bool m_hasPosted = false;
};

} // namespace parlance
