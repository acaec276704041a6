#include "cluster/nodemessage.h"

#include "protocol/codec.h"

#include <QList>

#include <tuple>

namespace parlance {

namespace {

/// The line about the message.
struct Head {
    NodeId node;
    qint64 number = 0;
    std::optional<qint64> beat;
    std::optional<QString> system;
    std::optional<qint64> history;
    std::optional<bool> goodbye;
    std::optional<bool> noticed;
    std::optional<PresenceNews> presence;
    std::optional<TypingNews> typing;
    std::optional<RateNews> rates;
    std::optional<std::vector<NodeId>> ask;

    static constexpr std::string_view type = "node";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("node", &Head::node, "the sender's start"),
            field("number", &Head::number, "of the sender's last message with content"),
            field("beat", &Head::beat, "counts the sender's signs of life"),
            field("system", &Head::system, "which copies of the store belong together"),
            field("history", &Head::history, "in which of these the sender works, in the order of their takeovers"),
            field("goodbye", &Head::goodbye, "true: the sender is about to stop"),
            field("noticed", &Head::noticed, "true: the table of notices has grown"),
            field("presence", &Head::presence, "who is present on the sender"),
            field("typing", &Head::typing, "who types on the sender"),
            field("rates", &Head::rates, "what was done on the sender of what is limited"),
            field("ask", &Head::ask, "the nodes that are to say who is present on them"),
        };
    }
};

Error malformed(const QString& what)
{
    return {ErrorCode::BadRequest, what, {}};
}

/// True is written, false is left out.
std::optional<bool> flag(bool value)
{
    return value ? std::optional(true) : std::nullopt;
}

Head headOf(const NodeMessage& message)
{
    Head head;
    head.node = message.node;
    head.number = message.number;
    if (message.beat > 0)
        head.beat = message.beat;
    if (message.history) {
        head.system = QString::fromUtf8(message.history->system);
        head.history = message.history->number;
    }
    head.goodbye = flag(message.goodbye);
    head.noticed = flag(message.noticed);
    head.presence = message.presence;
    head.typing = message.typing;
    head.rates = message.rates;
    if (!message.ask.empty())
        head.ask = message.ask;
    return head;
}

NodeMessage messageOf(Head head)
{
    NodeMessage message;
    message.node = std::move(head.node);
    message.number = head.number;
    message.beat = head.beat.value_or(0);
    if (head.system && head.history)
        message.history = {head.system->toUtf8(), *head.history};
    message.goodbye = head.goodbye.value_or(false);
    message.noticed = head.noticed.value_or(false);
    message.presence = std::move(head.presence);
    message.typing = std::move(head.typing);
    message.rates = std::move(head.rates);
    message.ask = std::move(head.ask).value_or(std::vector<NodeId>());
    return message;
}

bool isTooLong(const NodeMessage& message)
{
    const auto& [presence, typing, rates] = std::tie(message.presence, message.typing, message.rates);
    return message.ask.size() > NodeMessage::maxAsked || (rates && rates->deeds.size() > RateNews::maxEntries) ||
           (presence &&
            (presence->came.size() > PresenceNews::maxEntries || presence->went.size() > PresenceNews::maxEntries)) ||
           (typing &&
            (typing->started.size() > TypingNews::maxEntries || typing->stopped.size() > TypingNews::maxEntries));
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

QByteArray encode(const NodeMessage& message)
{
    QByteArray bytes = encode(headOf(message));
    for (const LoggedEvent& logged : message.events)
        bytes += '\n' + logged.log.text() + ' ' + encode(logged.event);
    return bytes;
}

/// The sender is the first field, and the number the second.
QByteArray beginningOf(const NodeId& node)
{
    NodeMessage message;
    message.node = node;
    const QByteArray bytes = encode(message);
    return bytes.first(bytes.lastIndexOf("0}"));
}

Result<NodeMessage> decodeNodeMessage(const QByteArray& bytes)
{
    if (bytes.size() > NodeMessage::maxSize)
        return malformed(QStringLiteral("%1 bytes").arg(bytes.size()));
    const QList<QByteArray> lines = bytes.split('\n');
    auto head = decodeTyped<std::variant<Head>>(lines.front());
    if (!head)
        return head.error();
    NodeMessage message = messageOf(std::get<Head>(*std::move(head)));
    if (isTooLong(message))
        return malformed(QStringLiteral("a list with too many entries"));
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
