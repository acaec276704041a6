#pragma once

#include "ports/records.h"
#include "sqlite/database.h"

namespace parlance {

/// The rooms by their names, as the table `rooms` has them. Used by one thread.
class DirectoryTable {
  public:
    explicit DirectoryTable(Database& database);

    /// As RoomDirectory::rooms() has it.
    RoomSlice page(const RoomQuery& query);

  private:
    Statement m_after;
};

} // namespace parlance
