#include "documents/messages.h"

#include "documents/naming.h"

namespace parlance::documents {

namespace {

template <class Struct>
Description describe(const QString& name)
{
    Description description;
    description.name = name;
    for (const json::FieldRow& row : json::fieldRows<Struct>())
        description.fields.push_back({row.name, row.type, row.optional, row.text});
    description.schema = json::schemaOf<Struct>();
    return description;
}

/// Adds the `type` that tells a message from others; an UnknownEvent has none of its own and is left out.
template <class Message>
void addMessage(std::vector<Description>& all, const QString& audience, const QString& direction)
{
    if constexpr (requires { Message::type; }) {
        auto description = describe<Message>(json::toQString(Message::type));
        description.audience = audience;
        description.direction = direction;
        QJsonObject properties = description.schema[QStringLiteral("properties")].toObject();
        properties[QStringLiteral("type")] = QJsonObject{{QStringLiteral("const"), description.name}};
        QJsonArray required = description.schema[QStringLiteral("required")].toArray();
        required.prepend(QStringLiteral("type"));
        description.schema[QStringLiteral("properties")] = properties;
        description.schema[QStringLiteral("required")] = required;
        all.push_back(std::move(description));
    }
}

template <class... Messages>
void addAll(std::vector<Description>& all, const QString& audience, const QString& direction,
            const std::variant<Messages...>* /*registry*/)
{
    (addMessage<Messages>(all, audience, direction), ...);
}

template <class Record>
Description record()
{
    return describe<Record>(json::toQString(json::recordName<Record>));
}

/// What is known of every durable event; where the type is a known one, the rest as well.
template <class... Events>
QJsonObject durableEventSchema(const std::variant<Events...>* /*registry*/)
{
    QJsonArray cases;
    const auto addCase = [&cases]<class Event>(const Event*) {
        if constexpr (requires { Event::type; }) {
            const QString type = json::toQString(Event::type);
            const QJsonObject isType{
                {QStringLiteral("properties"),
                 QJsonObject{{QStringLiteral("type"), QJsonObject{{QStringLiteral("const"), type}}}}}};
            cases.append(QJsonObject{{QStringLiteral("if"), isType},
                                     {QStringLiteral("then"), json::referTo(QStringLiteral("full/event/") + type)}});
        }
    };
    (addCase(static_cast<const Events*>(nullptr)), ...);
    QJsonObject schema = json::schemaOf<UnknownEvent>();
    QJsonObject properties = schema[QStringLiteral("properties")].toObject();
    properties[QStringLiteral("type")] = QJsonObject{{QStringLiteral("type"), QStringLiteral("string")}};
    QJsonArray required = schema[QStringLiteral("required")].toArray();
    required.prepend(QStringLiteral("type"));
    schema[QStringLiteral("properties")] = properties;
    schema[QStringLiteral("required")] = required;
    schema[QStringLiteral("allOf")] = cases;
    return schema;
}

Description eventRecord()
{
    auto description = describe<UnknownEvent>(json::toQString(json::recordName<LogEntry>));
    description.fields.insert(
        description.fields.begin(),
        {QStringLiteral("type"), QStringLiteral("string"), false,
         QStringLiteral("`message`, `edited`, `deleted`, `topic_changed`, `room_changed` or one to come; each with "
                        "all fields of the event of that type")});
    description.schema = durableEventSchema(static_cast<const DurableEvent*>(nullptr));
    return description;
}

} // namespace

std::vector<Description> allMessages()
{
    std::vector<Description> all;
    const QString plain = QStringLiteral("plain");
    const QString full = QStringLiteral("full");
    const QString request = QStringLiteral("request");
    const QString event = QStringLiteral("event");
    addAll(all, plain, request, static_cast<const PlainRequest*>(nullptr));
    addAll(all, plain, event, static_cast<const PlainEvent*>(nullptr));
    addAll(all, full, request, static_cast<const FullRequest*>(nullptr));
    addAll(all, full, event, static_cast<const FullEvent*>(nullptr));
    return all;
}

std::vector<Description> allRecords()
{
    return {record<Present>(),       record<Actor>(),       record<Membership>(),  record<MessageState>(),
            eventRecord(),           record<RoomSummary>(), record<Member>(),      record<Limits>(),
            record<OwnAccount>(),    record<OwnDevice>(),   record<DeviceEntry>(), record<Invite>(),
            record<plain::Message>()};
}

} // namespace parlance::documents
