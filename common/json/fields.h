#pragma once

#include <QtGlobal>

#include <string_view>
#include <tuple>

/// How a message describes its fields, once, for everything: reading (read.h), writing (write.h), the schema and the
/// tables of PROTOCOL.md (schema.h).
///
///     struct Typing {
///         bool isTyping = false;
///         static constexpr std::string_view type = "typing";
///         static constexpr auto fields() { return std::tuple{field("isTyping", &Typing::isTyping, "false: stopped")};
///         }
///     };
namespace parlance::json {

/// The largest integer that every JSON reader keeps exact (RFC 8259, section 6).
constexpr qint64 maxSafeInteger = (qint64(1) << 53) - 1;

/// What a value must be besides its type: the range of a number, or the length of a text (UTF-16 units) or of an array.
struct Rule {
    qint64 min = 0;
    qint64 max = maxSafeInteger;
};

template <class Struct, class Type>
struct Field {
    std::string_view name;
    Type Struct::*member;
    std::string_view text; ///< for people: one line of PROTOCOL.md
    Rule rule;
};

template <class Struct, class Type>
constexpr Field<Struct, Type> field(std::string_view name, Type Struct::*member, std::string_view text, Rule rule = {})
{
    return {name, member, text, rule};
}

template <class T>
concept Described = requires
{
    T::fields();
};

/// Calls `visit(field)` for each field of S, in the order of the description.
template <Described S, class Visit>
constexpr void forEachField(Visit&& visit)
{
    std::apply([&](const auto&... f) { (visit(f), ...); }, S::fields());
}

/// How values of type T are read, written and named in the schema. Specialised for the basic types in
/// read.h, write.h and schema.h, and for the protocol's own types beside those.
template <class T>
struct Reading;
template <class T>
struct Writing;
template <class T>
struct Naming;

} // namespace parlance::json
