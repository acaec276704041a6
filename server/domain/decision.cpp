#include "domain/decision.h"

#include "domain/refusals.h"
#include "domain/rights.h"

#include <algorithm>

namespace parlance {

namespace {

/// Makes the events of the log. Nothing else does.
class Maker {
  public:
    Maker(const NewEvent& event, const Facts& facts)
        : m_event(event)
        , m_facts(facts)
        , m_time(std::max(facts.lastTime, event.timestamp))
    {}

    DurableEvent operator()(const NewMessage& message) const
    {
        return MessagePosted{.room = m_event.room,
                             .seq = m_facts.head + 1,
                             .n = m_facts.n + 1,
                             .id = message.id,
                             .userId = m_event.author,
                             .username = m_event.authorName,
                             .text = message.text,
                             .timestamp = m_time,
                             .nonce = m_event.nonce,
                             .style = message.style,
                             .mentions = published(message.mentions),
                             .gone = {}};
    }

    DurableEvent operator()(const NewEdit& edit) const
    {
        return MessageEdited{.room = m_event.room,
                             .seq = m_facts.head + 1,
                             .n = m_facts.n,
                             .id = edit.target,
                             .userId = m_event.author,
                             .text = edit.text,
                             .timestamp = m_time,
                             .nonce = m_event.nonce,
                             .mentions = published(edit.mentions),
                             .gone = {}};
    }

    DurableEvent operator()(const NewDeletion& deletion) const
    {
        return MessageDeleted{.room = m_event.room,
                              .seq = m_facts.head + 1,
                              .n = m_facts.n,
                              .id = deletion.target,
                              .userId = m_event.author,
                              .timestamp = m_time,
                              .nonce = m_event.nonce};
    }

    DurableEvent operator()(const NewTopic& topic) const
    {
        return TopicChanged{.room = m_event.room,
                            .seq = m_facts.head + 1,
                            .n = m_facts.n,
                            .userId = m_event.author,
                            .username = m_event.authorName,
                            .text = topic.text,
                            .timestamp = m_time,
                            .nonce = m_event.nonce};
    }

    DurableEvent operator()(const NewRoomName& change) const
    {
        const bool isAdmin = m_event.authorship == Authorship::Admin;
        return RoomChanged{.room = m_event.room,
                           .seq = m_facts.head + 1,
                           .n = m_facts.n,
                           .by = isAdmin ? std::nullopt : std::optional(Actor{m_event.author, m_event.authorName}),
                           .name = change.name,
                           .timestamp = m_time,
                           .nonce = m_event.nonce};
    }

  private:
    const NewEvent& m_event;
    const Facts& m_facts;
    const qint64 m_time;
};

Relation relationOf(const NewEvent& event, const Facts& facts)
{
    Relation relation;
    relation.isMember = facts.isMember;
    relation.isPresent = event.authorship == Authorship::Present || event.authorship == Authorship::Unlisted;
    relation.isMaker = facts.isMaker;
    relation.isAdmin = event.authorship == Authorship::Admin;
    return relation;
}

std::optional<Error> nameRefusal(const RoomName& name, const Relation& author, const NewEvent& event,
                                 const Facts& facts)
{
    if (!may(author, Action::Rename))
        return notTheMaker();
    if (facts.named && *facts.named != event.room)
        return roomExists(name);
    return name == facts.name ? std::optional(isCalledSo(name)) : std::nullopt;
}

std::optional<Error> refusal(const NewEvent& event, const Facts& facts)
{
    Relation author = relationOf(event, facts);
    if (event.authorship == Authorship::Former)
        return joinFirst();
    if (!author.isAdmin && !may(author, Action::Write))
        return joinFirst();
    if (const RoomName* name = newNameOf(event))
        return nameRefusal(*name, author, event, facts);
    if (!targetOf(event))
        return std::nullopt;
    if (!facts.target || facts.target->isDeleted)
        return noMessage();
    author.isAuthor = facts.target->author == event.author;
    return may(author, Action::Change) ? std::nullopt : std::optional(notTheAuthor());
}

} // namespace

Result<Appended> decide(const NewEvent& event, const std::optional<Facts>& facts)
{
    if (!facts)
        return noRoom();
    if (facts->before)
        return Appended{*facts->before, true};
    if (auto refused = refusal(event, *facts))
        return *std::move(refused);
    return Appended{std::visit(Maker(event, *facts), event.what), false};
}

std::optional<MessageId> targetOf(const NewEvent& event)
{
    if (const auto* edit = std::get_if<NewEdit>(&event.what))
        return edit->target;
    if (const auto* deletion = std::get_if<NewDeletion>(&event.what))
        return deletion->target;
    return std::nullopt;
}

const RoomName* newNameOf(const NewEvent& event)
{
    const auto* change = std::get_if<NewRoomName>(&event.what);
    return change ? &change->name : nullptr;
}

} // namespace parlance
