#include "json/read.h"

#include <cmath>

namespace parlance::json {

QString Reader::path() const
{
    QString text;
    for (const Step& step : m_path) {
        if (step.key.empty()) {
            text += QStringLiteral("[%1]").arg(step.index);
            continue;
        }
        if (!text.isEmpty())
            text += u'.';
        text += QLatin1String(step.key.data(), qsizetype(step.key.size()));
    }
    return text;
}

bool Reader::fail(const QString& what, ErrorCode code)
{
    if (!m_error)
        m_error = errorIn(path(), code, what);
    return false;
}

bool Reader::expected(QLatin1String what, const Value& found)
{
    return fail(QStringLiteral("expected %1, got %2").arg(what, found.kind()));
}

bool readText(const Value& value, QString& out, Reader& reader, const Rule& rule)
{
    const QString* text = value.as<QString>();
    if (!text)
        return reader.expected(QLatin1String("a string"), value);
    if (text->size() < rule.min)
        return reader.fail(rule.min == 1 ? QStringLiteral("must not be empty")
                                         : QStringLiteral("is shorter than %1 characters").arg(rule.min));
    if (text->size() > rule.max)
        return reader.fail(QStringLiteral("is longer than %1 characters").arg(rule.max), ErrorCode::TooLong);
    out = *text;
    return true;
}

bool readNumber(const Value& value, qint64& out, Reader& reader, const Rule& rule)
{
    qint64 number = 0;
    if (const qint64* whole = value.as<qint64>()) {
        number = *whole;
    } else if (const double* real = value.as<double>();
               real && std::trunc(*real) == *real && std::abs(*real) <= double(maxSafeInteger)) {
        number = qint64(*real); // 1e3 is a whole number, too
    } else {
        return reader.expected(QLatin1String("a whole number"), value);
    }
    if (number < rule.min || number > rule.max)
        return reader.fail(QStringLiteral("must be from %1 to %2, got %3").arg(rule.min).arg(rule.max).arg(number));
    out = number;
    return true;
}

} // namespace parlance::json
