#include "base/utf8.h"
#include "json/outofrange.h"
#include "json/value.h"

#include <simdjson.h>

#include <algorithm>

namespace parlance::json {

namespace {

constexpr qsizetype longestShownKey = 64; // in an error, which goes to whoever sent it

namespace dom = simdjson::dom;

/// A key that comes twice, or null. Sorts, because a frame has room for thousands of keys, and comparing each with each
/// would let a stranger keep the server busy for as long as it pleases.
QString duplicateKey(const Object& object)
{
    std::vector<std::string_view> keys;
    keys.reserve(object.members.size());
    for (const auto& [key, value] : object.members)
        keys.emplace_back(key.constData(), size_t(key.size()));
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    return twice == keys.end() ? QString() : fromUtf8({twice->data(), qsizetype(twice->size())});
}

/// simdjson itself checks the grammar, UTF-8, lone surrogates and trailing bytes. What it does not check is that keys
/// are unique, and its limit of depth does not count an empty array or object.
class Converter {
  public:
    Value value(const dom::element& element)
    {
        const bool isNested = element.is_array() || element.is_object();
        if (isNested && ++m_depth > maxDepth)
            m_tooDeep = true;
        Value result = content(element);
        m_depth -= isNested ? 1 : 0;
        return result;
    }

    Object object(const dom::element& element)
    {
        Object result;
        const dom::object members = element.get_object().value_unsafe();
        for (const auto& [key, member] : members)
            result.members.emplace_back(QByteArray(key.data(), qsizetype(key.size())), value(member));
        if (m_duplicate.isNull())
            m_duplicate = duplicateKey(result);
        return result;
    }

    /// Null unless a key came twice.
    const QString& duplicate() const { return m_duplicate; }

    bool isTooDeep() const { return m_tooDeep; }

  private:
    Value content(const dom::element& element)
    {
        switch (element.type()) {
        case dom::element_type::ARRAY:
            return Value(array(element));
        case dom::element_type::OBJECT:
            return Value(object(element));
        case dom::element_type::INT64:
            return Value(qint64(element.get_int64().value_unsafe()));
        case dom::element_type::UINT64:
            return Value(double(element.get_uint64().value_unsafe()));
        case dom::element_type::DOUBLE:
            return Value(element.get_double().value_unsafe());
        case dom::element_type::STRING: {
            const std::string_view text = element.get_string().value_unsafe();
            return Value(fromUtf8({text.data(), qsizetype(text.size())}));
        }
        case dom::element_type::BOOL:
            return Value(element.get_bool().value_unsafe());
        case dom::element_type::NULL_VALUE:
            break;
        }
        return {};
    }

    Array array(const dom::element& element)
    {
        Array result;
        const dom::array items = element.get_array().value_unsafe();
        for (const dom::element& item : items)
            result.push_back(value(item));
        return result;
    }

    QString m_duplicate;
    int m_depth = 1; // the outermost object
    bool m_tooDeep = false;
};

Error tooDeep()
{
    return {ErrorCode::BadRequest, QStringLiteral("Nested deeper than %1 levels").arg(maxDepth), {}};
}

} // namespace

Result<Object> parseObject(const QByteArray& text)
{
    // One parser a thread keeps its buffers from one frame to the next; it grows to the largest frame, which the
    // transport bounds.
    thread_local dom::parser parser;
    if (parser.allocate(size_t(text.size()) + 1, maxDepth + 1) != simdjson::SUCCESS)
        return Error{ErrorCode::Internal, QStringLiteral("Out of memory"), {}};

    dom::element root;
    auto failure = parser.parse(text.constData(), size_t(text.size())).get(root);
    if (failure == simdjson::NUMBER_ERROR) {
        const QByteArray inRange = withNumbersInRange(text);
        if (parser.allocate(size_t(inRange.size()) + 1, maxDepth + 1) == simdjson::SUCCESS)
            failure = parser.parse(inRange.constData(), size_t(inRange.size())).get(root);
    }
    if (failure == simdjson::DEPTH_ERROR)
        return tooDeep();
    if (failure != simdjson::SUCCESS || text.startsWith("\xef\xbb\xbf")) // newer versions skip a byte order mark
        return Error{ErrorCode::InvalidJson, QStringLiteral("Invalid JSON"), {}};
    if (!root.is_object())
        return Error{ErrorCode::BadRequest, QStringLiteral("Expected one JSON object"), {}};

    Converter converter;
    Object object = converter.object(root);
    if (converter.isTooDeep())
        return tooDeep();
    if (!converter.duplicate().isNull())
        return Error{ErrorCode::InvalidJson,
                     QStringLiteral("Key \"%1\" comes twice").arg(converter.duplicate().left(longestShownKey)),
                     {}};
    return object;
}

} // namespace parlance::json
