#pragma once

#include "protocol/registry.h"

#include <algorithm>
#include <map>

/// The server's side of a test that has no server.
namespace parlance::client {

inline const UserId ann("ann");
inline const UserId bob("bob");
inline const LogId log("log");

inline RoomId room()
{
    return RoomId("general");
}

/// A room as a server keeps it: its log, and the messages as they are now. Written for this test only, from the
/// protocol's text.
class Room {
  public:
    void post(const UserId& author)
    {
        MessagePosted event;
        place(event);
        event.n = ++m_n;
        event.id = MessageId("m" + QByteArray::number(event.seq));
        event.userId = author;
        event.username = m_names.at(author);
        event.text = QStringLiteral("text %1").arg(event.seq);
        if (event.seq % 3 == 0)
            event.mentions = {ann};
        m_messages.push_back({event.seq,
                              event.n,
                              event.id,
                              author,
                              event.username,
                              event.text,
                              event.timestamp,
                              event.nonce,
                              event.style,
                              event.mentions,
                              {},
                              {},
                              event.seq});
        m_log.emplace_back(event);
        m_versions[event.id].push_back(m_messages.back());
    }

    void edit(size_t which)
    {
        MessageState& message = m_messages[which];
        if (message.deleted)
            return;
        MessageEdited event;
        place(event);
        event.id = message.id;
        event.userId = message.userId;
        event.text = QStringLiteral("edit %1").arg(event.seq);
        message.text = event.text;
        message.mentions = event.mentions;
        message.editedAt = event.timestamp;
        message.rev = event.seq;
        m_log.emplace_back(event);
        m_versions[event.id].push_back(message);
    }

    void erase(size_t which)
    {
        MessageState& message = m_messages[which];
        if (message.deleted)
            return;
        MessageDeleted event;
        place(event);
        event.id = message.id;
        event.userId = message.userId;
        message = {
            message.seq, message.n, message.id, message.userId, message.username, {}, message.timestamp, message.nonce,
            {},          {},        {},         true,           event.seq};
        m_log.emplace_back(event);
        m_versions[event.id].push_back(message);
    }

    void setName()
    {
        RoomChanged event;
        place(event);
        event.name = m_name = *RoomName::parse(QStringLiteral("name %1").arg(event.seq));
        m_log.emplace_back(event);
    }

    void setTopic()
    {
        TopicChanged event;
        place(event);
        event.text = m_topic = QStringLiteral("topic %1").arg(event.seq);
        m_log.emplace_back(event);
    }

    UserRenamed rename(const UserId& user)
    {
        m_names[user] = QStringLiteral("name %1").arg(++m_renames);
        UserRenamed event;
        event.userId = user;
        event.username = *UserName::parse(m_names[user]);
        return event;
    }

    void novelty()
    {
        UnknownEvent event;
        event.room = room();
        event.seq = head() + 1;
        event.n = m_n;
        m_log.emplace_back(event);
    }

    qint64 head() const { return qint64(m_log.size()); }
    const LogEntry& event(qint64 seq) const { return m_log[size_t(seq - 1)]; }
    size_t messageCount() const { return m_messages.size(); }

    /// Whether the message once was so, and no event up to `handled` has changed it since.
    bool isCurrent(const MessageState& message, qint64 handled) const
    {
        bool found = false;
        for (const MessageState& version : m_versions.at(message.id)) {
            found = found || version == message;
            if (version.rev > message.rev && version.rev <= handled)
                return false;
        }
        return found;
    }

    Joined join(std::optional<qint64> since, size_t limit) const
    {
        Joined reply;
        reply.room = room();
        reply.log = log;
        reply.name = m_name;
        reply.topic = m_topic;
        for (const auto& [user, name] : m_names)
            reply.users.push_back({user, name});
        reply.userCount = qint64(reply.users.size());
        reply.head = head();
        reply.n = m_n;
        if (!since) {
            const size_t count = std::min(limit, m_messages.size());
            reply.history.emplace(m_messages.end() - qsizetype(count), m_messages.end());
            return reply;
        }
        reply.head = std::min(head(), *since + qint64(limit));
        reply.events.emplace(m_log.begin() + *since, m_log.begin() + reply.head);
        if (reply.head > 0)
            reply.n = countOf(event(reply.head));
        if (reply.head < head())
            reply.more = true;
        return reply;
    }

    /// `count` messages from the `first` on.
    HistoryPage page(size_t first, size_t count) const
    {
        HistoryPage reply;
        reply.room = room();
        reply.asOf = head();
        const size_t end = std::min(first + count, m_messages.size());
        for (size_t i = first; i < end; ++i)
            reply.messages.push_back(m_messages[i]);
        return reply;
    }

  private:
    template <class Event>
    void place(Event& event)
    {
        event.room = room();
        event.seq = head() + 1;
        event.n = m_n;
        event.timestamp = 1'000 * event.seq;
        event.nonce = Nonce("nonce-" + QByteArray::number(event.seq));
    }

    std::vector<LogEntry> m_log;
    std::vector<MessageState> m_messages;
    std::map<MessageId, std::vector<MessageState>> m_versions;
    RoomName m_name = *RoomName::parse(u"general");
    QString m_topic;
    std::map<UserId, QString> m_names{{ann, QStringLiteral("ann")}, {bob, QStringLiteral("bob")}};
    int m_renames = 0;
    qint64 m_n = 0;
};

} // namespace parlance::client
