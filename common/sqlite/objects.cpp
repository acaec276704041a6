#include "sqlite/objects.h"

#include <QRegularExpression>

namespace parlance {

namespace {

/// SQLite keeps a statement as it was written, and its versions quote differently where they alter one.
QString plainSql(QString sql)
{
    static const QRegularExpression nextToPunctuation(QStringLiteral(R"(\s*([(),=])\s*)"));
    return sql.remove(u'"').simplified().replace(nextToPunctuation, QStringLiteral("\\1"));
}

QString nameOf(const SchemaObjects::value_type& object)
{
    return QStringLiteral("%1 \"%2\"").arg(object.second.type, object.first.left(100));
}

} // namespace

SchemaObjects objectsOf(Database& database)
{
    SchemaObjects objects;
    Statement all(database, "SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_schema"
                            " WHERE type <> 'table' OR name NOT IN ('sqlite_stat1', 'sqlite_stat4')");
    for (Cursor row = all(); row.next();)
        objects.insert_or_assign(row.text(0), SchemaObject{row.text(1), row.text(2), plainSql(row.text(3))});
    return objects;
}

SchemaObjects objectsMadeBy(const SchemaStep& statements)
{
    Database scratch(QStringLiteral(":memory:"), Database::Access::ReadWrite);
    for (const char* statement : statements)
        scratch.execute(statement);
    return objectsOf(scratch);
}

std::optional<QString> differenceOf(const SchemaObjects& found, const SchemaObjects& expected,
                                    const SchemaObjects& allowed)
{
    for (const auto& object : found) {
        const auto& [name, is] = object;
        const auto known = expected.find(name);
        const auto extra = allowed.find(name);
        if (known == expected.end() && extra == allowed.end())
            return QStringLiteral("the %1 in it is not Parlance's").arg(nameOf(object));
        if (is != (known != expected.end() ? known->second : extra->second))
            return QStringLiteral("the %1 in it is not as Parlance makes it").arg(nameOf(object));
    }
    for (const auto& object : expected) {
        if (!found.contains(object.first))
            return QStringLiteral("the %1 is missing in it").arg(nameOf(object));
    }
    return std::nullopt;
}

} // namespace parlance
