#pragma once

#include "domain/namesbyword.h"
#include "domain/presence.h"
#include "domain/typists.h"
#include "ports/records.h"
#include "text/nameindex.h"

#include <unordered_map>

namespace parlance {

/// One room while somebody is in it or something waits for it: what the store knows of it, and who is present and
/// types. Owned by Rooms. Changes nothing in the store; the handlers do both, side by side.
class Room {
  public:
    Room(RoomRecord record, EventSink& sink, DeadlineWheel& wheel);
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

    const RoomId& id() const { return m_id; }
    const LogId& log() const { return m_log; }
    const RoomName& name() const { return m_name; }
    qint64 head() const { return m_head; }
    qint64 count() const { return m_count; }
    const QString& topic() const { return m_topic; }

    /// Takes in a committed event. One that was already in the record is nothing new.
    void apply(const DurableEvent& event);

    // Membership lasts; who has just become a member has read everything so far.
    bool isMember(const UserId& user) const { return m_members.contains(user); }
    const MemberRecord& addMember(const UserId& user, const QString& name);
    void removeMember(const UserId& user);
    std::vector<UserId> memberIds() const;
    size_t memberCount() const { return m_members.size(); }

    /// 0 for who is no member.
    qint64 readOf(const UserId& user) const;

    /// The new record, if that moved the mark: it only grows, and not beyond the number of messages.
    const MemberRecord* moveRead(const UserId& user, qint64 n);

    bool isMaker(const UserId& user) const { return !m_maker.isEmpty() && m_maker == user; }
    Membership membership(const UserId& user) const;

    /// At most `limit` members with larger ids than `after`, by id.
    std::vector<Member> members(const UserId& after, int limit) const;

    /// At most `limit` members of whose names a word begins with `prefix`. The first call in a room costs a step for
    /// each member.
    std::vector<Member> membersByPrefix(const QString& prefix, int limit);

    /// One connection of somebody is in the room from now on, or is not any more.
    void enter(const UserId& user, const QString& name);
    void exit(const UserId& user);

    void seen(const UserId& user, qint64 when);
    void rename(const UserId& user, const UserName& name);

    /// What members, and who else is present, are called. A member goes by the name in the record. A small room makes
    /// it when it is asked for: it takes about 200 bytes a person, and most rooms never need it.
    const NameIndex& names();

    /// Who is mentioned in a text, see findMentions().
    std::vector<UserId> calledIn(QStringView text);

    const Presence& presence() const { return m_presence; }

    /// Who is present, for a full client, see Presence::give().
    std::vector<Present> givePresent(const UserId& reader) { return m_presence.give(reader); }
    Typists& typists() { return m_typists; }

  private:
    Member describe(const MemberRecord& record) const;
    const QString* nameOf(const UserId& user) const;

    /// Makes a change to who is there or what somebody is called, and brings m_names up to date with it.
    template <class Change>
    void changing(const UserId& user, Change change);
    void prepareNames();

    const RoomId m_id;
    const LogId m_log;
    RoomName m_name;
    const UserId m_maker; // empty: unknown
    qint64 m_head;
    qint64 m_count;
    QString m_topic;
    std::map<UserId, MemberRecord> m_members;
    std::optional<NameIndex> m_names;
    std::optional<NamesByWord> m_words; // of the members' names; made when somebody asks for it
    Presence m_presence;
    Typists m_typists;
};

} // namespace parlance
