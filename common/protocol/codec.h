#pragma once

#include "base/result.h"
#include "json/value.h"
#include "protocol/registry.h"
#include "protocol/tagged.h"

/// Bytes become typed values here, once, and nowhere else; and typed values become bytes.
namespace parlance {

/// A frame whose grammar is right and whose type, ref and nonce are known, before anybody knows what it means. Errors
/// can be answered with its ref and nonce.
struct Envelope {
    json::Object body;
    QString type;
    Ref ref;
    std::optional<Nonce> nonce;
};

/// Errors: InvalidJson; BadRequest without a `type`, or where `ref` or `nonce` is malformed.
Result<Envelope> decodeEnvelope(const QByteArray& frame);

/// Errors: UnknownType; BadRequest, TooLong with the path of the field.
Result<PlainRequest> decodePlainRequest(const Envelope& envelope);
Result<FullRequest> decodeFullRequest(const Envelope& envelope);

/// For clients. A durable event of an unknown type (one with room, seq and n) becomes an UnknownEvent; any other
/// unknown type is an UnknownType error, which a client ignores.
Result<FullEvent> decodeFullEvent(const QByteArray& frame);
Result<PlainEvent> decodePlainEvent(const QByteArray& frame);

/// One JSON object, `type` first.
template <class Message>
requires requires
{
    Message::type;
}
QByteArray encode(const Message& message)
{
    json::Writer writer;
    json::writeTyped(writer, message);
    return writer.take();
}

/// The same with `list` in place of what the message has in the field `member`.
template <class Message, class T>
QByteArray encode(const Message& message, T Message::*member, const json::EncodedList& list)
{
    json::Writer writer;
    json::writeTyped(writer, message, member, list);
    return writer.take();
}

QByteArray encode(const PlainRequest& message);
QByteArray encode(const PlainEvent& message);
QByteArray encode(const FullRequest& message);
QByteArray encode(const FullEvent& message);
QByteArray encode(const DurableEvent& event);

} // namespace parlance
