#include "protocol/tagged.h"

namespace parlance::json {

bool Reading<LogEntry>::read(const Value& v, LogEntry& out, Reader& r, const Rule&)
{
    const Object* object = v.as<Object>();
    if (!object)
        return r.expected(QLatin1String("an object"), v);
    const Value* type = object->find("type");
    const QString* name = type ? type->as<QString>() : nullptr;
    if (!name)
        return r.fail(QStringLiteral("has no type"));
    if (readTyped(QStringView(*name), *object, out, r))
        return true;
    return !r.error() && readFields(*object, out.emplace<UnknownEvent>(), r);
}

void Writing<LogEntry>::write(Writer& w, const LogEntry& event)
{
    std::visit([&w](const auto& e) { writeTyped(w, e); }, event);
}

void Writing<DurableEvent>::write(Writer& w, const DurableEvent& event)
{
    std::visit([&w](const auto& e) { writeTyped(w, e); }, event);
}

} // namespace parlance::json
