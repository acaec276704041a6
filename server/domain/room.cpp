#include "domain/room.h"

#include "text/mentions.h"

namespace parlance {

Room::Room(RoomRecord record, EventSink& sink, DeadlineWheel& wheel)
    : m_id(std::move(record.room))
    , m_log(std::move(record.log))
    , m_name(std::move(record.name))
    , m_maker(std::move(record.maker))
    , m_head(record.head)
    , m_count(record.n)
    , m_topic(std::move(record.topic))
    , m_presence(m_id, sink, wheel)
    , m_typists(m_id, sink, wheel)
{
    for (MemberRecord& member : record.members)
        m_members.emplace(member.user, std::move(member));
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
        if (const auto author = m_members.find(message->userId); author != m_members.end())
            author->second.read = message->n;
    }
}

const QString* Room::nameOf(const UserId& user) const
{
    const auto member = m_members.find(user);
    return member == m_members.end() ? m_presence.nameOf(user) : &member->second.name;
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
    if (std::ssize(m_members) + m_presence.count() > large)
        names();
}

const NameIndex& Room::names()
{
    if (m_names)
        return *m_names;
    m_names.emplace();
    for (const auto& [user, record] : m_members)
        m_names->add(user, record.name);
    for (const Present& person : m_presence.list()) {
        if (!isMember(person.id))
            m_names->add(person.id, person.username);
    }
    return *m_names;
}

std::vector<UserId> Room::calledIn(QStringView text)
{
    return mayMention(text) ? findMentions(text, names()) : std::vector<UserId>();
}

const MemberRecord& Room::addMember(const UserId& user, const QString& name)
{
    if (m_words && !isMember(user))
        m_words->add(user, name);
    changing(user, [&] { m_members.try_emplace(user, MemberRecord{user, name, m_count, 0}); });
    return m_members.at(user);
}

void Room::removeMember(const UserId& user)
{
    if (const auto member = m_members.find(user); m_words && member != m_members.end())
        m_words->remove(user, member->second.name);
    changing(user, [&] { m_members.erase(user); });
}

std::vector<UserId> Room::memberIds() const
{
    std::vector<UserId> ids;
    for (const auto& [user, record] : m_members)
        ids.push_back(user);
    return ids;
}

qint64 Room::readOf(const UserId& user) const
{
    const auto member = m_members.find(user);
    return member == m_members.end() ? 0 : member->second.read;
}

const MemberRecord* Room::moveRead(const UserId& user, qint64 n)
{
    const auto member = m_members.find(user);
    n = std::min(n, m_count);
    if (member == m_members.end() || n <= member->second.read)
        return nullptr;
    member->second.read = n;
    return &member->second;
}

Membership Room::membership(const UserId& user) const
{
    return {.room = m_id,
            .log = m_log,
            .name = m_name,
            .topic = m_topic,
            .role = roleOf(isMaker(user)),
            .head = m_head,
            .n = m_count,
            .read = readOf(user)};
}

std::vector<Member> Room::members(const UserId& after, int limit) const
{
    std::vector<Member> page;
    for (auto it = m_members.upper_bound(after); it != m_members.end() && std::ssize(page) < limit; ++it) {
        page.push_back(describe(it->second));
    }
    return page;
}

std::vector<Member> Room::membersByPrefix(const QString& prefix, int limit)
{
    if (!m_words) {
        m_words.emplace();
        for (const auto& [user, record] : m_members)
            m_words->add(user, record.name);
    }
    std::vector<Member> page;
    for (const UserId& user : m_words->beginningWith(prefix, limit))
        page.push_back(describe(m_members.at(user)));
    return page;
}

Member Room::describe(const MemberRecord& record) const
{
    const bool present = m_presence.contains(record.user);
    return {record.user, record.name, present,
            present || record.lastSeen == 0 ? std::nullopt : std::optional(record.lastSeen)};
}

void Room::enter(const UserId& user, const QString& name)
{
    changing(user, [&] { m_presence.enter(user, name); });
}

void Room::exit(const UserId& user)
{
    changing(user, [&] { m_presence.exit(user); });
}

void Room::seen(const UserId& user, qint64 when)
{
    if (const auto member = m_members.find(user); member != m_members.end())
        member->second.lastSeen = when;
}

void Room::rename(const UserId& user, const UserName& name)
{
    const auto member = m_members.find(user);
    if (m_words && member != m_members.end()) {
        m_words->remove(user, member->second.name);
        m_words->add(user, name.text());
    }
    changing(user, [&] {
        m_presence.rename(user, name);
        if (member != m_members.end())
            member->second.name = name.text();
    });
}

} // namespace parlance
