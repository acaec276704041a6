#pragma once

#include "ports/noderegister.h"
#include "postgresql/pgconnection.h"

namespace parlance {

/// The table `nodes`: the servers that live, by PostgreSQL's clock. Nodes that have not said so for a minute are taken
/// away.
class PgNodes {
  public:
    explicit PgNodes(PgConnection& connection)
        : m_connection(connection)
    {}

    // See NodeRegister. What writes does not wait.
    void renew(const NodeRecord& self);
    void resign(const NodeId& node);
    std::vector<NodeRecord> alive();

  private:
    PgConnection& m_connection;
};

} // namespace parlance
