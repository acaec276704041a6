#pragma once

#include "base/ids.h"
#include "json/read.h"
#include "json/write.h"
#include "text/handles.h"
#include "text/names.h"

#include <map>

/// How the project's own value types cross the wire: ids as ASCII strings, names in their normal form.
namespace parlance::json {

constexpr int maxIdLength = 64;

bool readId(const Value& value, QByteArray& out, Reader& reader);
bool readId(const QString& text, QByteArray& out, Reader& reader);

template <class Tag>
struct Reading<Id<Tag>> {
    static bool read(const Value& v, Id<Tag>& out, Reader& r, const Rule&)
    {
        QByteArray text;
        if (!readId(v, text, r))
            return false;
        out = Id<Tag>(std::move(text));
        return true;
    }
};

template <class Tag>
struct Writing<Id<Tag>> {
    // Printable ASCII may hold quotes and backslashes, and a nonce is made by a stranger.
    static void write(Writer& w, const Id<Tag>& id) { w.string(QString::fromLatin1(id.text())); }
};

template <class Tag, int Max>
struct Reading<Name<Tag, Max>> {
    static bool read(const Value& v, Name<Tag, Max>& out, Reader& r, const Rule&)
    {
        const QString* text = v.as<QString>();
        if (!text)
            return r.expected(QLatin1String("a string"), v);
        auto name = Name<Tag, Max>::parse(*text);
        if (!name)
            return r.fail(name.error().message, name.error().code);
        out = *std::move(name);
        return true;
    }
};

template <class Tag, int Max>
struct Writing<Name<Tag, Max>> {
    static void write(Writer& w, const Name<Tag, Max>& name) { w.string(name.text()); }
};

template <>
struct Reading<Handle> {
    static bool read(const Value& v, Handle& out, Reader& r, const Rule&);
};

template <>
struct Writing<Handle> {
    static void write(Writer& w, const Handle& handle) { w.string(handle.text()); }
};

/// An object whose keys are rooms.
template <>
struct Reading<std::map<RoomId, qint64>> {
    static bool read(const Value& v, std::map<RoomId, qint64>& out, Reader& r, const Rule&);
};

template <>
struct Writing<std::map<RoomId, qint64>> {
    static void write(Writer& w, const std::map<RoomId, qint64>& heads);
};

} // namespace parlance::json
