#include "domain/room.h"

#include "text/mentions.h"

namespace parlance {

Room::Room(RoomRecord record, EventSink& sink, DeadlineWheel& wheel, const std::vector<Present>& elsewhere)
    : m_id(std::move(record.room))
    , m_log(std::move(record.log))
    , m_name(std::move(record.name))
    , m_maker(std::move(record.maker))
    , m_head(record.head)
    , m_count(record.n)
    , m_topic(std::move(record.topic))
    , m_presence(elsewhere)
    , m_sink(sink.open(m_id, m_presence))
    , m_typists(*m_sink, wheel)
{
    for (MemberRecord& member : record.members)
        m_members.add(std::move(member));
    prepareNames();
}

void Room::apply(const DurableEvent& event)
{
    if (seqOf(event) <= m_head)
        return;
    m_head = seqOf(event);
    m_count = countOf(event);
    if (const auto* topic = std::get_if<TopicChanged>(&event))
        m_topic = topic->text;
    if (const auto* change = std::get_if<RoomChanged>(&event))
        m_name = change->name;
    if (const auto* message = std::get_if<MessagePosted>(&event)) {
        m_members.moveRead(message->userId, message->n);
        m_typists.stopped(message->userId);
    }
}

const QString* Room::nameOf(const UserId& user) const
{
    const MemberRecord* member = m_members.find(user);
    return member ? &member->name : m_presence.nameOf(user);
}

template <class Change>
void Room::changing(const UserId& user, Change change)
{
    const QString* const name = nameOf(user);
    const auto before = name ? std::optional(*name) : std::nullopt;
    change();
    const QString* const after = nameOf(user);
    if (before && after && *before == *after)
        return;
    if (m_names && before)
        m_names->remove(user, *before);
    if (m_names && after)
        m_names->add(user, *after);
    prepareNames();
}

/// So that no message waits for the names of a large room.
void Room::prepareNames()
{
    constexpr qint64 large = 100; // people: their names take some 0.1 ms
    if (qint64(m_members.size()) + m_presence.count() > large)
        names();
}

const NameIndex& Room::names()
{
    if (m_names)
        return *m_names;
    m_names.emplace();
    for (const auto& [user, record] : m_members.all())
        m_names->add(user, record.name);
    for (const auto& [ticket, person] : m_presence.all()) {
        if (!isMember(person.id))
            m_names->add(person.id, person.username);
    }
    return *m_names;
}

std::vector<UserId> Room::calledIn(QStringView text)
{
    return mayMention(text) ? findMentions(text, names()) : std::vector<UserId>();
}

const MemberRecord& Room::addMember(const MemberRecord& member)
{
    changing(member.user, [&] { m_members.add(member); });
    return *m_members.find(member.user);
}

void Room::removeMember(const UserId& user)
{
    changing(user, [&] { m_members.remove(user); });
}

Membership Room::membership(const UserId& user) const
{
    const MemberRecord* member = m_members.find(user);
    return {.room = m_id,
            .log = m_log,
            .name = m_name,
            .topic = m_topic,
            .role = roleOf(isMaker(user)),
            .head = m_head,
            .n = m_count,
            .read = member ? member->read : 0};
}

std::vector<Member> Room::membersAfter(const UserId& after, int limit) const
{
    return described(m_members.page(after, limit));
}

std::vector<Member> Room::membersByPrefix(const QString& prefix, int limit)
{
    return described(m_members.byPrefix(prefix, limit));
}

std::vector<Member> Room::described(const std::vector<const MemberRecord*>& records) const
{
    std::vector<Member> members;
    members.reserve(records.size());
    for (const MemberRecord* record : records) {
        const bool present = m_presence.contains(record->user);
        members.push_back({record->user, record->name, present,
                           present || record->lastSeen == 0 ? std::nullopt : std::optional(record->lastSeen)});
    }
    return members;
}

void Room::enter(const UserId& user, const QString& name)
{
    changing(user, [&] {
        if (m_presence.enter(user, name))
            m_sink->came({user, name});
    });
}

void Room::exit(const UserId& user)
{
    changing(user, [&] {
        if (const auto gone = m_presence.exit(user))
            m_sink->went(*gone);
    });
}

std::vector<Present> Room::givePresent(const UserId& reader)
{
    PresentList list = m_presence.listFor(reader);
    m_sink->listGiven(reader, list);
    return std::move(list.people);
}

void Room::rename(const UserId& user, const UserName& name)
{
    const MemberRecord* member = m_members.find(user);
    const QString* present = m_presence.nameOf(user);
    const bool isKnown = member || present;
    if (isKnown && (!member || member->name == name.text()) && (!present || *present == name.text()))
        return;
    changing(user, [&] {
        m_presence.rename(user, name.text());
        m_members.rename(user, name.text());
        m_sink->renamed(user, name);
    });
}

} // namespace parlance
