#pragma once

#include "sqlite/schema.h"

#include <map>

namespace parlance {

/// One table, index, trigger or view.
struct SchemaObject {
    QString type;
    QString table; ///< that it belongs to
    QString sql;   ///< what makes it, without differences of white space and quotes; empty where SQLite made it itself

    friend bool operator==(const SchemaObject&, const SchemaObject&) = default;
};

/// By name.
using SchemaObjects = std::map<QString, SchemaObject>;

/// Everything in a database except the tables in which ANALYZE keeps its statistics. Check failed() afterwards.
SchemaObjects objectsOf(Database& database);

/// What an empty database has in it after these statements.
SchemaObjects objectsMadeBy(const SchemaStep& statements);

/// What is wrong with what was found, as half a sentence for people, or nothing. What is `allowed` besides may be there
/// or not.
std::optional<QString> differenceOf(const SchemaObjects& found, const SchemaObjects& expected,
                                    const SchemaObjects& allowed);

} // namespace parlance
