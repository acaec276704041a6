#include "protocol/wiretypes.h"

#include "base/utf8.h"

#include <algorithm>

namespace parlance::json {

bool readId(const Value& value, QByteArray& out, Reader& reader)
{
    const QString* text = value.as<QString>();
    return text ? readId(*text, out, reader) : reader.expected(QLatin1String("a string"), value);
}

bool readId(const QString& text, QByteArray& out, Reader& reader)
{
    const bool printable = std::ranges::all_of(text, [](QChar c) { return c >= u' ' && c <= u'~'; });
    if (text.isEmpty() || text.size() > maxIdLength || !printable)
        return reader.fail(QStringLiteral("must be 1 to %1 printable ASCII characters").arg(maxIdLength));
    out = text.toLatin1();
    return true;
}

bool Reading<Handle>::read(const Value& v, Handle& out, Reader& r, const Rule&)
{
    const QString* text = v.as<QString>();
    if (!text)
        return r.expected(QLatin1String("a string"), v);
    auto handle = Handle::parse(*text);
    if (!handle)
        return r.fail(handle.error().message, handle.error().code);
    out = *std::move(handle);
    return true;
}

bool Reading<std::map<RoomId, qint64>>::read(const Value& v, std::map<RoomId, qint64>& out, Reader& r, const Rule&)
{
    const Object* object = v.as<Object>();
    if (!object)
        return r.expected(QLatin1String("an object"), v);
    for (const auto& [key, value] : object->members) {
        r.enter(std::string_view(key.constData(), size_t(key.size())));
        QByteArray room;
        if (!readId(fromUtf8(key), room, r) || !readNumber(value, out[RoomId(room)], r, {}))
            return false;
        r.leave();
    }
    return true;
}

void Writing<std::map<RoomId, qint64>>::write(Writer& w, const std::map<RoomId, qint64>& heads)
{
    w.beginObject();
    for (const auto& [room, head] : heads) {
        w.key(QStringView(QString::fromLatin1(room.text())));
        w.number(head);
    }
    w.endObject();
}

} // namespace parlance::json
