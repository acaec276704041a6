#pragma once

#include "domain/memberlist.h"
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
    /// `elsewhere`: who is present by connections to other nodes.
    Room(RoomRecord record, EventSink& sink, DeadlineWheel& wheel, const std::vector<Present>& elsewhere = {});
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

    const MemberList& members() const { return m_members; }
    bool isMember(const UserId& user) const { return m_members.contains(user); }

    /// No effect if they are a member. Returns their record.
    const MemberRecord& addMember(const MemberRecord& member);
    void removeMember(const UserId& user);

    /// The new record, if that moved the mark: it only grows. Another node may have moved it beyond the messages that
    /// this one knows of.
    const MemberRecord* moveRead(const UserId& user, qint64 n) { return m_members.moveRead(user, n); }
    void seen(const UserId& user, qint64 when) { m_members.seen(user, when); }

    bool isMaker(const UserId& user) const { return !m_maker.isEmpty() && m_maker == user; }
    Membership membership(const UserId& user) const;

    /// At most `limit` members with larger ids than `after`, by id, and whether they are present.
    std::vector<Member> membersAfter(const UserId& after, int limit) const;

    /// The same of those of whose names a word begins with `prefix`. The first call in a room costs a step for each
    /// member.
    std::vector<Member> membersByPrefix(const QString& prefix, int limit);

    // The RoomSink is told of these changes.

    /// One connection of somebody is in the room from now on, or is not any more.
    void enter(const UserId& user, const QString& name);
    void exit(const UserId& user);

    /// Renames a person who is present, a member, or both. No effect if they are called so.
    void rename(const UserId& user, const UserName& name);

    /// What members, and who else is present, are called. A member goes by the name in the record. A small room makes
    /// it when it is asked for: it takes about 200 bytes a person, and most rooms never need it.
    const NameIndex& names();

    /// Who is mentioned in a text, see findMentions().
    std::vector<UserId> calledIn(QStringView text);

    const Presence& presence() const { return m_presence; }

    /// Who is present, for a client that hears of all changes from now on, see Presence::listFor().
    std::vector<Present> givePresent(const UserId& reader);
    Typists& typists() { return m_typists; }

  private:
    std::vector<Member> described(const std::vector<const MemberRecord*>& records) const;
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
    MemberList m_members;
    std::optional<NameIndex> m_names;
    Presence m_presence;
    const std::unique_ptr<RoomSink> m_sink;
    Typists m_typists;
};

} // namespace parlance
