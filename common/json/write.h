#pragma once

#include "json/fields.h"
#include "json/writer.h"

#include <QString>

#include <optional>
#include <vector>

namespace parlance::json {

template <>
struct Writing<QString> {
    static void write(Writer& w, const QString& value) { w.string(value); }
};

template <>
struct Writing<qint64> {
    static void write(Writer& w, qint64 value) { w.number(value); }
};

template <>
struct Writing<bool> {
    static void write(Writer& w, bool value) { w.boolean(value); }
};

template <class T>
struct Writing<std::vector<T>> {
    static void write(Writer& w, const std::vector<T>& items)
    {
        w.beginArray();
        for (const T& item : items)
            Writing<T>::write(w, item);
        w.endArray();
    }
};

template <class T>
void writeField(Writer& w, std::string_view name, const T& value)
{
    w.key(name);
    Writing<T>::write(w, value);
}

/// What is absent is not written.
template <class T>
void writeField(Writer& w, std::string_view name, const std::optional<T>& value)
{
    if (value)
        writeField(w, name, *value);
}

template <Described S>
void writeFields(Writer& w, const S& value)
{
    forEachField<S>([&](const auto& f) { writeField(w, f.name, value.*f.member); });
}

template <Described S>
struct Writing<S> {
    static void write(Writer& w, const S& value)
    {
        w.beginObject();
        writeFields(w, value);
        w.endObject();
    }
};

} // namespace parlance::json
