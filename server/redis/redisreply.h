#pragma once

#include <QByteArray>

#include <memory>
#include <optional>
#include <vector>

struct redisReader;

namespace parlance {

/// What Redis answers (RESP2).
struct RedisReply {
    enum class Kind { Nothing, Text, Number, List, Error };

    Kind kind = Kind::Nothing;
    QByteArray text; ///< of a text, or of an error: a word in capitals, and what is wrong
    qint64 number = 0;
    std::vector<RedisReply> list;

    bool isError() const { return kind == Kind::Error; }
    /// The text at a place in a list; empty if there is none.
    QByteArray textAt(size_t place) const { return place < list.size() ? list[place].text : QByteArray(); }
};

/// A command as Redis reads it.
QByteArray redisCommand(const std::vector<QByteArray>& words);

/// Cuts what comes from Redis into replies.
class RedisReplies {
  public:
    /// More unread bytes than this are a broken stream: no reply is as large.
    static constexpr qsizetype maxSize = 32 * 1024 * 1024;
    /// A reply with more elements in all its lists is one, too: the longest is that to ROLE, with four for each
    /// replica.
    static constexpr qint64 maxElements = 4'096;

    RedisReplies();
    ~RedisReplies();
    RedisReplies(const RedisReplies&) = delete;
    RedisReplies& operator=(const RedisReplies&) = delete;

    void feed(const QByteArray& bytes);

    /// The next that is whole.
    std::optional<RedisReply> next();

    /// What came is no stream of replies; nothing more will be found.
    bool isBroken() const { return m_isBroken; }

  private:
    struct Free {
        void operator()(redisReader* reader) const;
    };

    std::unique_ptr<redisReader, Free> m_reader;
    qsizetype m_unread = 0;
    qint64 m_elementsLeft = maxElements; ///< of the reply that comes
    bool m_isBroken = false;
};

} // namespace parlance
