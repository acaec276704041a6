#include "documents/pagetypes.h"

#include "documents/messages.h"

#include <QJsonArray>

namespace parlance::documents {

namespace {

/// The last step of a reference, such as #/$defs/record~1Present.
QString referred(const QJsonObject& schema)
{
    return schema[QStringLiteral("$ref")].toString().section(QStringLiteral("~1"), -1);
}

QString typeOf(const QJsonObject& schema)
{
    const QString type = schema[QStringLiteral("type")].toString();
    if (schema.contains(QStringLiteral("$ref")))
        return referred(schema);
    if (schema.contains(QStringLiteral("const")))
        return u'\'' + schema[QStringLiteral("const")].toString() + u'\'';
    if (type == QLatin1String("integer"))
        return QStringLiteral("number");
    if (type == QLatin1String("array"))
        return typeOf(schema[QStringLiteral("items")].toObject()) + QStringLiteral("[]");
    if (schema.contains(QStringLiteral("additionalProperties")))
        return QStringLiteral("Record<string, %1>")
            .arg(typeOf(schema[QStringLiteral("additionalProperties")].toObject()));
    return type; // string, boolean, object
}

/// The fields as members, each with its description.
QString membersOf(const Description& description, const QString& indent)
{
    const QJsonObject properties = description.schema[QStringLiteral("properties")].toObject();
    QString text;
    for (const FieldText& field : description.fields) {
        const QString type = typeOf(properties[field.name].toObject());
        text += QStringLiteral("%1/** %2 */\n%1%3%4: %5;\n")
                    .arg(indent, field.text, field.name, field.optional ? QStringLiteral("?") : QString(), type);
    }
    return text;
}

/// An interface with the messages of one direction by their types.
QString messagesTo(const QString& direction, const QString& name)
{
    QString text = QStringLiteral("export interface %1 {\n").arg(name);
    for (const Description& message : allMessages()) {
        if (message.audience != QLatin1String("full") || message.direction != direction)
            continue;
        text += QStringLiteral("  %1: {\n    type: '%1';\n%2  };\n")
                    .arg(message.name, membersOf(message, QStringLiteral("    ")));
    }
    return text + QStringLiteral("}\n");
}

/// One of several messages: what its schema lists by their types.
QString unionOf(const QJsonArray& cases)
{
    QStringList members;
    for (const auto& one : cases)
        members += QStringLiteral("Events['%1']").arg(referred(one.toObject()[QStringLiteral("then")].toObject()));
    return members.join(QStringLiteral(" | "));
}

QString declarationOf(const Description& record)
{
    const QJsonArray cases = record.schema[QStringLiteral("allOf")].toArray();
    if (!cases.isEmpty())
        return QStringLiteral("export type %1 = %2;\n").arg(record.name, unionOf(cases));
    return QStringLiteral("export interface %1 {\n%2}\n").arg(record.name, membersOf(record, QStringLiteral("  ")));
}

} // namespace

QByteArray pageTypes()
{
    QStringList parts{
        QStringLiteral(
            "// The full protocol, as common/PROTOCOL.md describes it. Written by ./dev fmt from the structs in "
            "common/protocol.\n"),
        QStringLiteral("/** What the page may send, by type. */\n") +
            messagesTo(QStringLiteral("request"), QStringLiteral("Requests")),
        QStringLiteral("/** What the server may send, by type. */\n") +
            messagesTo(QStringLiteral("event"), QStringLiteral("Events"))};
    for (const Description& record : allRecords()) {
        if (record.name != QLatin1String("PlainMessage"))
            parts += declarationOf(record);
    }
    return parts.join(u'\n').toUtf8();
}

} // namespace parlance::documents
