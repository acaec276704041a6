#include "protocol/codec.h"

#include "text/clusters.h"

namespace parlance {

using json::Reader;

namespace {

template <class T>
bool readOptional(const json::Object& body, std::string_view key, std::optional<T>& out, Reader& reader,
                  json::Rule rule)
{
    const json::Value* value = body.find(key);
    if (!value || value->as<json::Null>())
        return true;
    reader.enter(key);
    if (!json::Reading<T>::read(*value, out.emplace(), reader, rule)) {
        out.reset();
        return false;
    }
    reader.leave();
    return true;
}

template <class Variant>
Result<Variant> decode(const Envelope& envelope)
{
    Reader reader;
    Variant message;
    if (json::readTyped(QStringView(envelope.type), envelope.body, message, reader))
        return message;
    if (reader.error())
        return *reader.error();
    return Error{
        ErrorCode::UnknownType, QStringLiteral("Unknown type \"%1\"").arg(cutToUnits(envelope.type, limits::ref)), {}};
}

template <class Variant>
QByteArray encodeVariant(const Variant& message)
{
    json::Writer writer;
    std::visit([&writer](const auto& m) { json::writeTyped(writer, m); }, message);
    return writer.take();
}

} // namespace

Result<Envelope> decodeEnvelope(const QByteArray& frame)
{
    auto body = json::parseObject(frame);
    if (!body)
        return body.error();
    Envelope envelope;
    Reader reader;
    std::optional<QString> type;
    // The nonce last: an error about it can then still be answered with the ref.
    const bool ok = readOptional(*body, "type", type, reader, {1}) &&
                    readOptional(*body, "ref", envelope.ref, reader, {1, limits::ref}) &&
                    readOptional(*body, "nonce", envelope.nonce, reader, {});
    if (!ok)
        return *reader.error();
    if (!type)
        return errorIn(QStringLiteral("type"), ErrorCode::BadRequest, QStringLiteral("is missing"));
    envelope.type = *std::move(type);
    envelope.body = *std::move(body);
    return envelope;
}

Result<PlainRequest> decodePlainRequest(const Envelope& envelope)
{
    return decode<PlainRequest>(envelope);
}

Result<FullRequest> decodeFullRequest(const Envelope& envelope)
{
    return decode<FullRequest>(envelope);
}

Result<FullEvent> decodeFullEvent(const QByteArray& frame)
{
    auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error();
    auto event = decode<FullEvent>(*envelope);
    if (event || event.error().code != ErrorCode::UnknownType)
        return event;
    Reader reader;
    UnknownEvent unknown;
    if (json::readFields(envelope->body, unknown, reader))
        return FullEvent(unknown);
    return event;
}

Result<PlainEvent> decodePlainEvent(const QByteArray& frame)
{
    const auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error();
    return decode<PlainEvent>(*envelope);
}

QByteArray encode(const PlainRequest& message)
{
    return encodeVariant(message);
}

QByteArray encode(const PlainEvent& message)
{
    return encodeVariant(message);
}

QByteArray encode(const FullRequest& message)
{
    return encodeVariant(message);
}

QByteArray encode(const FullEvent& message)
{
    return encodeVariant(message);
}

QByteArray encode(const DurableEvent& event)
{
    return encodeVariant(event);
}

} // namespace parlance
