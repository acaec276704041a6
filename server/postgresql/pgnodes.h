#pragma once

#include "ports/noderegister.h"
#include "postgresql/pgconnection.h"

namespace parlance {

/// The table `nodes`: the servers that live, by PostgreSQL's clock, and the version of each. Nodes that have not said
/// so for a minute are taken away.
class PgNodes {
  public:
    explicit PgNodes(PgConnection& connection)
        : m_connection(connection)
    {}

    // See NodeRegister.

    /// To be all of its transaction. Once all nodes know what needs pgMinReader to be read, older ones are shut out;
    /// the feature level rises with the next call, when that has been committed.
    LiveNodes renew(const NodeRecord& self);
    /// Does not wait.
    void resign(const NodeId& node);
    std::vector<NodeRecord> alive();

  private:
    void write(const NodeRecord& self);

    PgConnection& m_connection;
};

} // namespace parlance
