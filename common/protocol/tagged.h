#pragma once

#include "json/encodedlist.h"
#include "json/read.h"
#include "json/write.h"
#include "protocol/logentry.h"
#include "protocol/wiretypes.h"

/// A durable event inside another message: an object that says its type.
namespace parlance::json {

template <>
struct Reading<LogEntry> {
    static bool read(const Value& v, LogEntry& out, Reader& r, const Rule&);
};

template <>
struct Writing<LogEntry> {
    static void write(Writer& w, const LogEntry& event);
};

template <>
struct Writing<DurableEvent> {
    static void write(Writer& w, const DurableEvent& event);
};

/// An object with its `type` first.
template <class Message>
void writeTyped(Writer& w, const Message& message)
{
    w.beginObject();
    if constexpr (requires { Message::type; }) {
        w.key("type");
        w.ascii(Message::type);
    }
    writeFields(w, message);
    w.endObject();
}

/// The same with `list` in place of what the message has in the field `member`.
template <class Message, class T>
void writeTyped(Writer& w, const Message& message, T Message::*member, const EncodedList& list)
{
    w.beginObject();
    w.key("type");
    w.ascii(Message::type);
    forEachField<Message>([&]<class Type>(const Field<Message, Type>& field) {
        if constexpr (std::is_same_v<Type, T>) {
            if (field.member == member) {
                w.key(field.name);
                return list.writeTo(w);
            }
        }
        writeField(w, field.name, message.*field.member);
    });
    w.endObject();
}

/// Reads the alternative of Variant whose type is `type`. False without an error: there is none such.
template <class Variant, size_t I = 0>
bool readTyped(QStringView type, const Object& object, Variant& out, Reader& r)
{
    if constexpr (I == std::variant_size_v<Variant>) {
        return false;
    } else {
        using Message = std::variant_alternative_t<I, Variant>;
        if constexpr (requires { Message::type; }) {
            if (type == QLatin1String(Message::type.data(), qsizetype(Message::type.size())))
                return readFields(object, out.template emplace<I>(), r);
        }
        return readTyped<Variant, I + 1>(type, object, out, r);
    }
}

} // namespace parlance::json
