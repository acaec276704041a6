#include "control/messages.h"

namespace parlance::control {

Result<Request> decodeRequest(const QByteArray& line)
{
    const auto object = json::parseObject(line);
    if (!object)
        return object.error();
    const json::Value* type = object->find("type");
    const auto* name = type ? type->as<QString>() : nullptr;
    if (!name)
        return errorIn(QStringLiteral("type"), ErrorCode::BadRequest, QStringLiteral("is missing"));
    Request request;
    json::Reader reader;
    if (json::readTyped(*name, *object, request, reader))
        return request;
    if (reader.error())
        return *reader.error();
    return errorIn(QStringLiteral("type"), ErrorCode::UnknownType, QStringLiteral("there is no such request"));
}

} // namespace parlance::control
