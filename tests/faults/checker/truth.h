#pragma once

#include "faults/checker/record.h"
#include "faults/checker/report.h"

#include <map>
#include <unordered_map>

namespace parlance::faults {

/// What the database says at the end: the rooms' logs, found by place, nonce and text, and who is a member of which
/// room.
class Truth {
  public:
    /// Reports what is wrong in the logs by themselves: seq and n that are not dense, texts that are gone and still
    /// there.
    Truth(std::vector<Record> dump, Report& report);

    /// None if there is no such event.
    const Record* at(const std::string& room, qint64 seq) const;
    const Record* byNonce(const std::string& nonce) const;

    /// How many messages say exactly this. No client says anything twice.
    int saying(const std::string& text) const;

    qint64 head(const std::string& room) const;

    /// The last name that an event has given the room; none if it still has its first.
    std::optional<std::string> name(const std::string& room) const;

    /// Whether an admin has given the room that name at some time.
    bool wasCalled(const std::string& room, const std::string& name) const;
    const std::vector<Record>& rows() const { return m_rows; }

    /// Which log the room has; empty if nothing says so.
    std::string log(const std::string& room) const;

    /// The room's members by their ids.
    using Members = std::map<std::string, Person>;
    const Members& members(const std::string& room) const;
    /// What somebody is called who is a member of any room; none if they are not.
    std::optional<std::string> nameOf(const std::string& author) const;

    struct Message {
        std::optional<std::string> text; ///< none: deleted
        qint64 rev = 0;
        bool isDeleted = false;
    };
    /// What has become of a message, by its id.
    const Message* message(const std::string& id) const;

  private:
    void index(Report& report);

    const qint64 m_now; // ms since 1970
    std::vector<Record> m_rows;
    std::map<std::string, Members> m_members;
    std::map<std::string, std::vector<const Record*>> m_rooms; // seq - 1 is the index
    std::unordered_map<std::string, const Record*> m_byNonce;
    std::unordered_map<std::string, int> m_texts;
    std::unordered_map<std::string, Message> m_messages;
};

} // namespace parlance::faults
