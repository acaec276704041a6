#include "documents/schema.h"

#include "documents/messages.h"
#include "documents/naming.h"

#include <QJsonDocument>

namespace parlance::documents {

namespace {

QJsonObject definitions()
{
    QJsonObject definitions;
    std::map<QString, QJsonArray> kinds;
    for (const Description& message : allMessages()) {
        definitions[message.path()] = message.schema;
        kinds[message.audience + u'/' + message.direction].append(json::referTo(message.path()));
    }
    for (const Description& record : allRecords())
        definitions[QStringLiteral("record/") + record.name] = record.schema;
    for (const auto& [kind, messages] : kinds)
        definitions[kind] = QJsonObject{{QStringLiteral("oneOf"), messages}};
    return definitions;
}

} // namespace

QByteArray protocolSchema()
{
    const QJsonObject root{
        {QStringLiteral("$schema"), QStringLiteral("https://json-schema.org/draft/2020-12/schema")},
        {QStringLiteral("$id"), QStringLiteral("urn:parlance:protocol:%1").arg(protocolVersion)},
        {QStringLiteral("title"), QStringLiteral("Parlance's wire protocol")},
        {QStringLiteral("description"),
         QStringLiteral(
             "Generated from the structs in common/protocol; see PROTOCOL.md. Fields that are not named here "
             "are ignored, and null counts as absent. The server counts lengths in UTF-16 units.")},
        {QStringLiteral("$defs"), definitions()},
    };
    return QJsonDocument(root).toJson();
}

} // namespace parlance::documents
