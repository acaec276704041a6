#include "redis/redisreply.h"

#include <hiredis/hiredis.h>

namespace parlance {

namespace {

RedisReply converted(const redisReply& reply)
{
    RedisReply value;
    switch (reply.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
        value.kind = reply.type == REDIS_REPLY_ERROR ? RedisReply::Kind::Error : RedisReply::Kind::Text;
        value.text = QByteArray(reply.str, qsizetype(reply.len));
        break;
    case REDIS_REPLY_INTEGER:
        value.kind = RedisReply::Kind::Number;
        value.number = reply.integer;
        break;
    case REDIS_REPLY_ARRAY:
        value.kind = RedisReply::Kind::List;
        for (size_t i = 0; i < reply.elements; ++i)
            value.list.push_back(converted(*reply.element[i]));
        break;
    default:
        break;
    }
    return value;
}

/// What hiredis makes replies with, but for lists. It sets aside as much as a list's first line says, before any of it
/// has come: 16 GiB where a stranger likes. `privdata` is how many elements the reply may still have. Without a list
/// hiredis gives up.
redisReplyObjectFunctions* withLimit(const redisReplyObjectFunctions& usual)
{
    [[maybe_unused]] static const auto makeUsualList = usual.createArray; // GCC overlooks that it is used below
    static redisReplyObjectFunctions limited = [&usual] {
        redisReplyObjectFunctions functions = usual;
        functions.createArray = [](const redisReadTask* task, auto count) -> void* { // int or size_t, by its version
            auto& left = *static_cast<qint64*>(task->privdata);
            left -= qint64(count);
            return left < 0 ? nullptr : makeUsualList(task, count);
        };
        return functions;
    }();
    return &limited;
}

} // namespace

QByteArray redisCommand(const std::vector<QByteArray>& words)
{
    std::vector<const char*> texts;
    std::vector<size_t> lengths;
    for (const QByteArray& word : words) {
        texts.push_back(word.constData());
        lengths.push_back(size_t(word.size()));
    }
    char* command = nullptr;
    const int length = redisFormatCommandArgv(&command, int(words.size()), texts.data(), lengths.data());
    QByteArray bytes = length > 0 ? QByteArray(command, length) : QByteArray();
    redisFreeCommand(command);
    return bytes;
}

RedisReplies::RedisReplies()
    : m_reader(redisReaderCreate())
{
    m_reader->fn = withLimit(*m_reader->fn);
    m_reader->privdata = &m_elementsLeft;
}

RedisReplies::~RedisReplies() = default;

void RedisReplies::Free::operator()(redisReader* reader) const
{
    redisReaderFree(reader);
}

void RedisReplies::feed(const QByteArray& bytes)
{
    m_unread += bytes.size();
    m_isBroken |=
        m_unread > maxSize || redisReaderFeed(m_reader.get(), bytes.constData(), size_t(bytes.size())) != REDIS_OK;
}

std::optional<RedisReply> RedisReplies::next()
{
    void* found = nullptr;
    if (m_isBroken)
        return std::nullopt;
    m_isBroken = redisReaderGetReply(m_reader.get(), &found) != REDIS_OK;
    if (!found)
        return std::nullopt;
    m_unread = 0; // of the next reply, no less than what is there of it
    m_elementsLeft = maxElements;
    const std::unique_ptr<void, void (*)(void*)> owner(found, &freeReplyObject);
    return converted(*static_cast<const redisReply*>(found));
}

} // namespace parlance
