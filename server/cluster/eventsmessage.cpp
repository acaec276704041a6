#include "cluster/eventsmessage.h"

#include "protocol/codec.h"

#include <QList>

namespace parlance {

namespace {

struct Head {
    NodeId node;
    qint64 number = 0;

    static constexpr std::string_view type = "events";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("node", &Head::node, "the sender's start"),
            field("number", &Head::number, "of the sender's last message with events", {0}),
        };
    }
};

Error malformed(const QString& what)
{
    return {ErrorCode::BadRequest, what, {}};
}

template <class Variant>
Result<Variant> decodeTyped(const QByteArray& line)
{
    const auto object = json::parseObject(line);
    if (!object)
        return object.error();
    const json::Value* type = object->find("type");
    const auto* name = type ? type->as<QString>() : nullptr;
    Variant value;
    json::Reader reader;
    if (name && json::readTyped(*name, *object, value, reader))
        return value;
    return reader.error() ? *reader.error() : malformed(QStringLiteral("a line of no known type"));
}

Result<LoggedEvent> decodeLine(const QByteArray& line)
{
    const qsizetype space = line.indexOf(' ');
    if (space <= 0 || space > 64)
        return malformed(QStringLiteral("an event without a log"));
    auto event = decodeTyped<DurableEvent>(line.sliced(space + 1));
    return event ? Result(LoggedEvent{LogId(line.first(space)), *std::move(event)}) : event.error();
}

} // namespace

QByteArray encode(const EventsMessage& message)
{
    QByteArray bytes = encode(Head{message.node, message.number});
    for (const LoggedEvent& logged : message.events)
        bytes += '\n' + logged.log.text() + ' ' + encode(logged.event);
    return bytes;
}

Result<EventsMessage> decodeEventsMessage(const QByteArray& bytes)
{
    if (bytes.size() > EventsMessage::maxSize)
        return malformed(QStringLiteral("%1 bytes").arg(bytes.size()));
    const QList<QByteArray> lines = bytes.split('\n');
    const auto head = decodeTyped<std::variant<Head>>(lines.front());
    if (!head)
        return head.error();
    EventsMessage message{std::get<Head>(*head).node, std::get<Head>(*head).number, {}};
    message.events.reserve(size_t(lines.size()) - 1);
    for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
        auto logged = decodeLine(*line);
        if (!logged)
            return logged.error();
        message.events.push_back(*std::move(logged));
    }
    return message;
}

} // namespace parlance
