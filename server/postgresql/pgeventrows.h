#pragma once

#include "postgresql/pgfacts.h"
#include "postgresql/pgnotices.h"
#include "postgresql/readmarks.h"
#include "storage/eventkind.h"

#include <array>

namespace parlance {

/// The rows that a run of events writes, gathered so that each table takes one statement. The decisions were made.
class PgEventRows {
  public:
    /// `level`: see LiveNodes. Kinds of events that came with a higher one are not written.
    explicit PgEventRows(int level)
        : m_level(level)
    {}

    /// Takes the event into its room's row, and its rows into the columns.
    void add(PgFacts& facts, const NewEvent& event, const DurableEvent& made);

    /// Sends the statements, without waiting for them, and adds what other nodes have to learn.
    void send(PgConnection& connection, PgFacts& facts, PgNotices& notices);

  private:
    /// What has become of a message.
    struct Change {
        qint64 rev = 0;
        bool isDeleted = false;
        std::optional<qint64> edited;
        std::optional<QString> text;
        std::optional<QByteArray> mentions;
    };
    /// One row of `events`.
    struct Row {
        qint64 place = 0;
        qint64 n = 0;
        EventKind kind = {};
        UserId author;
        qint64 time = 0;
        Nonce nonce;
        std::optional<QByteArray> message = {};
        std::optional<QString> name = {};
        std::optional<QString> text = {};
        std::optional<QString> style = {};
        std::optional<QByteArray> mentions = {};
    };

    void addRow(const Row& row);
    void addEvent(PgRoom& room, const MessagePosted& message, PgFacts& facts);
    void addEvent(PgRoom& room, const MessageEdited& edit, PgFacts& facts);
    void addEvent(PgRoom& room, const MessageDeleted& deletion, PgFacts& facts);
    void addEvent(PgRoom& room, const TopicChanged& topic, PgFacts& facts);
    void addEvent(PgRoom& room, const RoomChanged& change, PgFacts& facts);
    void change(const PgFacts::Target& target, Change change);
    void sendRooms(PgConnection& connection, PgFacts& facts);
    void sendChanges(PgConnection& connection);
    void sendMembers(PgConnection& connection);

    int m_level;
    std::map<UserId, QString> m_authors; // who have not written before, with their names
    std::array<PgArray, 11> m_events;    // its columns
    PgArray m_blanked;
    std::map<qint64, Change> m_changes; // by the message's place
    std::set<RoomId> m_rooms;
    ReadMarks m_entered;
    std::map<UserId, QString> m_names; // of those who entered
    ReadMarks m_wrote;
};

} // namespace parlance
