#pragma once

#include "ports/records.h"
#include "sqlite/database.h"

namespace parlance {

/// Reads pages of the directory from the table `rooms`. Used by one thread.
class DirectoryTable {
  public:
    explicit DirectoryTable(Database& database);

    /// As RoomDirectory::rooms() has it.
    RoomSlice page(const RoomQuery& query);

  private:
    Statement m_after;
};

} // namespace parlance
