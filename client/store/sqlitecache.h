#pragma once

#include "base/result.h"
#include "ports/cache.h"
#include "sqlite/database.h"

#include <memory>
#include <unordered_map>

namespace parlance::client {

/// The cache as an SQLite file that only its owner may read. A commit is there after a crash of the program, though
/// after a loss of power perhaps only an earlier one is: to wait for the disk would make writing wait. What was lost
/// then of the log the server has still.
class SqliteCache final : public Cache {
  public:
    /// Makes the file if it is not there. Errors: one line that names it; it is not touched then.
    static Result<std::unique_ptr<SqliteCache>> open(const QString& path);
    ~SqliteCache() override;

    CachedState load(qint64 messages) override;
    std::vector<MessageState> messagesBefore(const RoomId& room, qint64 seq, qint64 n, qint64 count) override;
    std::vector<MessageState> messagesAfter(const RoomId& room, qint64 seq, qint64 n, qint64 count) override;
    std::optional<MessageState> message(const RoomId& room, const MessageId& id) override;
    std::optional<MessageState> messageAt(const RoomId& room, qint64 seq) override;
    Searched search(const RoomId& room, const QString& text, qint64 seq, qint64 most) override;
    void saveIdentity(const UserId& userId, const QString& username, const QString& serverName) override;
    void saveRoom(const CachedRoom& room) override;
    void removeRoom(const RoomId& room) override;
    void saveMessage(const RoomId& room, const MessageState& message) override;
    void removeMessages(const RoomId& room) override;
    void saveWritten(const Written& written) override;
    void removeWritten(const Nonce& nonce) override;
    void saveDraft(const RoomId& room, const QString& text) override;
    void removeNamedDraft(const RoomName& name) override;
    RoomId roomOnceCalled(const RoomName& name) override;
    void saveEdit(const RoomId& room, const std::optional<EditDraft>& edit) override;
    void commit() override;
    void scrub() override { m_database->emptyLog(); }
    std::optional<Error> fault() const override;

  private:
    struct Statements;

    SqliteCache(QString path, std::unique_ptr<Database> database);

    void loadRooms(CachedState& state, qint64 messages);
    void loadOutbox(CachedState& state);
    void loadDrafts(CachedState& state);
    /// The room's number; 0 if it is not here.
    qint64 idOf(const RoomId& room) const;
    Statements& writing(); // opens a transaction if there is none

    const QString m_path;
    const std::unique_ptr<Database> m_database;
    const std::unique_ptr<Statements> m_statements;
    std::unordered_map<RoomId, qint64> m_ids;
};

} // namespace parlance::client
