#pragma once

#include "base/errors.h"
#include "json/fields.h"
#include "json/value.h"

#include <map>
#include <optional>
#include <vector>

namespace parlance::json {

/// Where a reading stands and what went wrong first. Messages carry the path of the bad field: "users[2].id: ...".
class Reader {
  public:
    void enter(std::string_view key) { m_path.push_back({key, 0}); }
    void enter(size_t index) { m_path.push_back({{}, index}); }
    void leave() { m_path.pop_back(); }

    /// Always false, so that a read function can return it.
    bool fail(const QString& what, ErrorCode code = ErrorCode::BadRequest);
    bool expected(QLatin1String what, const Value& found);

    const std::optional<Error>& error() const { return m_error; }

  private:
    struct Step {
        std::string_view key; // empty: an index
        size_t index;
    };
    QString path() const;

    std::vector<Step> m_path;
    std::optional<Error> m_error;
};

bool readText(const Value& value, QString& out, Reader& reader, const Rule& rule);
bool readNumber(const Value& value, qint64& out, Reader& reader, const Rule& rule);

template <>
struct Reading<QString> {
    static bool read(const Value& v, QString& out, Reader& r, const Rule& rule) { return readText(v, out, r, rule); }
};

template <>
struct Reading<qint64> {
    static bool read(const Value& v, qint64& out, Reader& r, const Rule& rule) { return readNumber(v, out, r, rule); }
};

template <>
struct Reading<bool> {
    static bool read(const Value& v, bool& out, Reader& r, const Rule&)
    {
        const bool* found = v.as<bool>();
        if (!found)
            return r.expected(QLatin1String("true or false"), v);
        out = *found;
        return true;
    }
};

template <class T>
struct Reading<std::optional<T>> {
    static bool read(const Value& v, std::optional<T>& out, Reader& r, const Rule& rule)
    {
        return Reading<T>::read(v, out.emplace(), r, rule);
    }
};

template <class T>
struct Reading<std::vector<T>> {
    static bool read(const Value& v, std::vector<T>& out, Reader& r, const Rule&)
    {
        const Array* items = v.as<Array>();
        if (!items)
            return r.expected(QLatin1String("an array"), v);
        out.reserve(items->size());
        for (size_t i = 0; i < items->size(); ++i) {
            r.enter(i);
            if (!Reading<T>::read((*items)[i], out.emplace_back(), r, {}))
                return false;
            r.leave();
        }
        return true;
    }
};

template <class T>
inline constexpr bool isOptional = false;
template <class T>
inline constexpr bool isOptional<std::optional<T>> = true;

template <class S, class T>
bool readField(const Object& object, S& out, const Field<S, T>& f, Reader& r)
{
    const Value* value = object.find(f.name);
    const bool absent = !value || value->as<Null>();
    if (absent && isOptional<T>)
        return true;
    r.enter(f.name);
    if (absent)
        return r.fail(QStringLiteral("is missing"));
    if (!Reading<T>::read(*value, out.*f.member, r, f.rule))
        return false;
    r.leave();
    return true;
}

/// Reads the described fields; what is not described is ignored.
template <Described S>
bool readFields(const Object& object, S& out, Reader& r)
{
    return std::apply([&](const auto&... f) { return (readField(object, out, f, r) && ...); }, S::fields());
}

template <Described S>
struct Reading<S> {
    static bool read(const Value& v, S& out, Reader& r, const Rule&)
    {
        const Object* object = v.as<Object>();
        return object ? readFields(*object, out, r) : r.expected(QLatin1String("an object"), v);
    }
};

} // namespace parlance::json
