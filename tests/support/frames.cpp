#include "support/frames.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>

namespace parlance::test {

namespace {

bool objectMatches(const QJsonObject& pattern, const QJsonObject& value)
{
    const bool mayHaveMore = pattern.contains(QLatin1String("..."));
    qsizetype named = 0;
    for (auto it = pattern.begin(); it != pattern.end(); ++it) {
        if (it.key() == QLatin1String("..."))
            continue;
        ++named;
        if (!value.contains(it.key()) || !matches(it.value(), value.value(it.key())))
            return false;
    }
    return mayHaveMore || named == value.size();
}

bool arrayMatches(const QJsonArray& pattern, const QJsonArray& value)
{
    return std::equal(pattern.begin(), pattern.end(), value.begin(), value.end(),
                      [](const auto& p, const auto& v) { return matches(QJsonValue(p), QJsonValue(v)); });
}

} // namespace

bool matches(const QJsonValue& pattern, const QJsonValue& value)
{
    if (pattern == QLatin1String("*"))
        return true;
    if (pattern.isObject() && value.isObject())
        return objectMatches(pattern.toObject(), value.toObject());
    if (pattern.isArray() && value.isArray())
        return arrayMatches(pattern.toArray(), value.toArray());
    return pattern == value;
}

bool matches(const QByteArray& pattern, const QByteArray& frame)
{
    const auto parsed = QJsonDocument::fromJson(pattern);
    Q_ASSERT_X(parsed.isObject(), "matches", pattern.constData()); // a mistake in the test
    return matches(QJsonValue(parsed.object()), QJsonValue(QJsonDocument::fromJson(frame).object()));
}

QString member(const QByteArray& frame, const char* name)
{
    return QJsonDocument::fromJson(frame).object().value(QLatin1String(name)).toVariant().toString();
}

qint64 number(const QByteArray& frame, const char* name)
{
    return QJsonDocument::fromJson(frame).object().value(QLatin1String(name)).toInteger();
}

QList<QByteArray> textsOf(QByteArrayView frames)
{
    QList<QByteArray> texts;
    while (!frames.isEmpty()) {
        const auto shortLength = quint8(frames[1]);
        const qsizetype head = shortLength == 127 ? 10 : shortLength == 126 ? 4 : 2;
        const quint64 length = head == 10  ? qFromBigEndian<quint64>(frames.data() + 2)
                               : head == 4 ? qFromBigEndian<quint16>(frames.data() + 2)
                                           : shortLength;
        texts += frames.sliced(head, qsizetype(length)).toByteArray();
        frames = frames.sliced(head + qsizetype(length));
    }
    return texts;
}

} // namespace parlance::test
