#include "ui/rooms/lastseen.h"

#include "ui/rooms/memberspanel.h"
#include "ui/timeline/rowtext.h"

#include <QDateTime>

namespace parlance::client {

QString lastSeen(qint64 at, qint64 now, const QLocale& locale)
{
    constexpr qint64 minute = 60'000;
    constexpr qint64 hour = 60 * minute;
    const qint64 past = now - at;
    if (past < minute)
        return MembersPanel::tr("seen just now");
    if (past < 2 * minute)
        return MembersPanel::tr("seen a minute ago");
    if (past < hour)
        return MembersPanel::tr("seen %n minutes ago", nullptr, int(past / minute));
    const QDate date = QDateTime::fromMSecsSinceEpoch(at).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    if (date == today)
        return MembersPanel::tr("seen today at %1").arg(rowtext::time(at, locale));
    if (date == today.addDays(-1))
        return MembersPanel::tr("seen yesterday at %1").arg(rowtext::time(at, locale));
    const QString format = date.year() == today.year() ? MembersPanel::tr("d MMMM") : MembersPanel::tr("d MMMM yyyy");
    return MembersPanel::tr("seen on %1").arg(locale.toString(date, format));
}

} // namespace parlance::client
