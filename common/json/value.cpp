#include "json/value.h"

#include <algorithm>

namespace parlance::json {

const Value* Object::find(std::string_view key) const
{
    const auto member = std::ranges::find_if(
        members, [key](const auto& m) { return std::string_view(m.first.constData(), size_t(m.first.size())) == key; });
    return member == members.end() ? nullptr : &member->second;
}

QLatin1String Value::kind() const
{
    static constexpr QLatin1String names[] = {
        QLatin1String("null"),     QLatin1String("a boolean"), QLatin1String("a number"), QLatin1String("a number"),
        QLatin1String("a string"), QLatin1String("an array"),  QLatin1String("an object")};
    return names[m_content.index()];
}

} // namespace parlance::json
