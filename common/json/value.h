#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parlance::json {

class Value;

using Array = std::vector<Value>;

/// Members in the order of the text; keys are unique (the parser refuses others).
struct Object {
    std::vector<std::pair<QByteArray, Value>> members;

    /// The member's value, or nothing.
    const Value* find(std::string_view key) const;
};

struct Null {};

/// One parsed JSON value. Numbers without a fraction or exponent that fit are qint64, others double.
class Value {
  public:
    using Content = std::variant<Null, bool, qint64, double, QString, Array, Object>;

    Value() = default;
    explicit Value(Content content)
        : m_content(std::move(content))
    {}

    template <class T>
    const T* as() const
    {
        return std::get_if<T>(&m_content);
    }

    /// For messages: "a string", "an object", ...
    QLatin1String kind() const;

  private:
    Content m_content;
};

/// How deep arrays and objects may be nested.
constexpr int maxDepth = 16;

/// Parses one JSON object (RFC 8259) and refuses what the RFC leaves open: duplicate keys, escaped lone surrogates,
/// bytes after the object, invalid UTF-8, a byte order mark, nesting deeper than maxDepth. The error's code is
/// InvalidJson or, for what is JSON but no object or too deep, BadRequest.
Result<Object> parseObject(const QByteArray& text);

} // namespace parlance::json
