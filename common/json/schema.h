#pragma once

#include "json/fields.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

/// From the description of the fields to JSON Schema (2020-12) and to the words of PROTOCOL.md. For the generator and
/// its test only; no program needs it at run time.
namespace parlance::json {

/// Naming<T>::text: the type in PROTOCOL.md; Naming<T>::schema(rule): the type in the schema.
template <>
struct Naming<QString> {
    static QString text() { return QStringLiteral("string"); }
    static QJsonObject schema(const Rule& rule)
    {
        QJsonObject object{{QStringLiteral("type"), QStringLiteral("string")}};
        if (rule.min > 0)
            object[QStringLiteral("minLength")] = rule.min;
        if (rule.max < maxSafeInteger)
            object[QStringLiteral("maxLength")] = rule.max;
        return object;
    }
};

template <>
struct Naming<qint64> {
    static QString text() { return QStringLiteral("number"); }
    static QJsonObject schema(const Rule& rule)
    {
        return {{QStringLiteral("type"), QStringLiteral("integer")},
                {QStringLiteral("minimum"), rule.min},
                {QStringLiteral("maximum"), rule.max}};
    }
};

template <>
struct Naming<bool> {
    static QString text() { return QStringLiteral("boolean"); }
    static QJsonObject schema(const Rule&) { return {{QStringLiteral("type"), QStringLiteral("boolean")}}; }
};

template <class T>
struct Naming<std::vector<T>> {
    static QString text() { return Naming<T>::text() + QStringLiteral("[]"); }
    static QJsonObject schema(const Rule&)
    {
        return {{QStringLiteral("type"), QStringLiteral("array")}, {QStringLiteral("items"), Naming<T>::schema({})}};
    }
};

template <class T>
struct Naming<std::optional<T>> {
    static QString text() { return Naming<T>::text(); }
    static QJsonObject schema(const Rule& rule) { return Naming<T>::schema(rule); }
};

template <class T>
inline constexpr bool mayBeAbsent = false;
template <class T>
inline constexpr bool mayBeAbsent<std::optional<T>> = true;

/// One row of a message's table.
struct FieldRow {
    QString name;
    QString type;
    bool optional;
    QString text;
};

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

template <Described S>
std::vector<FieldRow> fieldRows()
{
    std::vector<FieldRow> rows;
    forEachField<S>([&rows]<class T>(const Field<S, T>& f) {
        rows.push_back({toQString(f.name), Naming<T>::text(), mayBeAbsent<T>, toQString(f.text)});
    });
    return rows;
}

template <Described S>
QJsonObject schemaOf()
{
    QJsonObject properties;
    QJsonArray required;
    forEachField<S>([&]<class T>(const Field<S, T>& f) {
        QJsonObject property = Naming<T>::schema(f.rule);
        property[QStringLiteral("description")] = toQString(f.text);
        properties[toQString(f.name)] = property;
        if (!mayBeAbsent<T>)
            required.append(toQString(f.name));
    });
    QJsonObject object{{QStringLiteral("type"), QStringLiteral("object")}, {QStringLiteral("properties"), properties}};
    if (!required.isEmpty())
        object[QStringLiteral("required")] = required;
    return object;
}

/// The name of a part that several messages have in common, which is described once and referred to. Empty: described
/// where it is used.
template <class Record>
inline constexpr std::string_view recordName{};

/// A reference to a definition of the schema (RFC 6901: ~1 stands for a slash).
inline QJsonObject referTo(QString definition)
{
    definition.replace(u'/', QStringLiteral("~1"));
    return {{QStringLiteral("$ref"), QStringLiteral("#/$defs/") + definition}};
}

template <class Record>
QJsonObject referToRecord()
{
    return referTo(QStringLiteral("record/") + toQString(recordName<Record>));
}

template <Described S>
struct Naming<S> {
    static QString text() { return recordName<S>.empty() ? QStringLiteral("object") : toQString(recordName<S>); }
    static QJsonObject schema(const Rule&) { return recordName<S>.empty() ? schemaOf<S>() : referToRecord<S>(); }
};

} // namespace parlance::json
