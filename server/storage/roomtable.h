#pragma once

#include "ports/records.h"
#include "sqlite/database.h"
#include "storage/directorykey.h"

#include <set>
#include <unordered_map>

namespace parlance {

/// The writer's half that knows the rooms: the table `rooms`, and a copy of the rows in use, so that a batch of events
/// in one room reads and writes its row once. Used by one thread, within its transaction.
class RoomTable {
  public:
    struct Row {
        qint64 id = 0;
        LogId log;
        qint64 head = 0;
        qint64 n = 0;
        QString topic;
        qint64 lastTime = 0; ///< of any event, ms since 1970
        std::optional<qint64> lastMessage;
    };

    explicit RoomTable(Database& database);

    /// None if it stands in no table.
    const Row* find(const RoomName& name);
    const Row& insert(const RoomName& name, const LogId& log);

    std::optional<RoomName> nameOf(qint64 id);

    /// The room's log is no more; its events are another's to remove. Writes the changed rows, and gives up all copies.
    void erase(qint64 id);
    void rename(qint64 id, const RoomName& to, const LogId& log);

    /// A row that will be changed; it is written by flush().
    Row& change(const RoomName& name);
    /// To be called before anybody else reads the table, and before the commit.
    void flush();
    /// The copies are worth nothing any more: the transaction is undone.
    void forget();

    /// At most `count` rooms behind `key`, in the order of the directory.
    std::vector<RoomSummary> after(const DirectoryKey& key, qint64 count);

  private:
    Statement m_find;
    Statement m_name;
    Statement m_insert;
    Statement m_update;
    Statement m_after;
    Statement m_erase;
    Statement m_rename;
    std::unordered_map<RoomName, Row> m_rows;
    std::set<RoomName> m_changed;
};

} // namespace parlance
