#include "app/logrepeats.h"

#include <algorithm>
#include <utility>

namespace parlance {

namespace {

constexpr qsizetype maxKinds = 512;  // beyond that, new shapes of a category share one
constexpr qint64 idleTime = 600'000; // ms after which a shape is forgotten

bool hasDigit(QStringView word)
{
    return std::ranges::any_of(word, [](QChar c) { return c.isDigit(); });
}

} // namespace

QString LogRepeats::shapeOf(const QString& text)
{
    QString shape;
    for (const QStringView word : QStringView(text).split(u' ')) {
        if (hasDigit(word))
            shape += u'#';
        else
            shape += word;
        shape += u' ';
    }
    shape.chop(1);
    return shape;
}

LogRepeats::Kind& LogRepeats::kindOf(const QString& category, const QString& text, Rate rate, qint64 now)
{
    QString key = category + u' ' + shapeOf(text);
    if (m_kinds.size() >= maxKinds && !m_kinds.contains(key)) {
        forgetIdle(now);
        if (m_kinds.size() >= maxKinds)
            key = category;
    }
    const auto found = m_kinds.find(key);
    if (found != m_kinds.end())
        return *found;
    return *m_kinds.insert(key, Kind{double(rate.burst), now, {}, 0});
}

void LogRepeats::forgetIdle(qint64 now)
{
    m_kinds.removeIf(
        [now](const auto& entry) { return entry.value().untold.count == 0 && now - entry.value().seenAt > idleTime; });
}

bool LogRepeats::admits(const QString& category, const QString& text, Rate rate, qint64 now)
{
    Kind& kind = kindOf(category, text, rate, now);
    kind.credit = std::min(double(rate.burst), kind.credit + double(now - kind.seenAt) / double(rate.interval));
    kind.seenAt = now;
    if (kind.credit >= 1) {
        kind.credit -= 1;
        return true;
    }
    ++m_leftOut;
    if (kind.untold.count++ == 0) {
        kind.untold.category = category;
        kind.untold.example = text;
        kind.dueAt = now + tellEvery;
        m_nextDue = m_nextDue < 0 ? kind.dueAt : std::min(m_nextDue, kind.dueAt);
    }
    return false;
}

std::vector<LogRepeats::LeftOut> LogRepeats::takeDue(qint64 now, bool all)
{
    std::vector<LeftOut> due;
    if (!all && (m_nextDue < 0 || now < m_nextDue))
        return due;
    m_nextDue = -1;
    for (Kind& kind : m_kinds) {
        if (kind.untold.count == 0)
            continue;
        if (all || now >= kind.dueAt)
            due.push_back(std::exchange(kind.untold, {}));
        else
            m_nextDue = m_nextDue < 0 ? kind.dueAt : std::min(m_nextDue, kind.dueAt);
    }
    return due;
}

} // namespace parlance
