#include "ui/timeline/rowtext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace parlance::client::rowtext {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

/// "Ann, Bob and 3 others".
QString names(const std::map<UserId, QString>& people)
{
    constexpr size_t most = 3;
    QStringList shown;
    for (const auto& [id, name] : people) {
        if (shown.size() + 1 == qsizetype(most) && people.size() > most)
            break;
        shown << name;
    }
    if (const int rest = int(people.size()) - int(shown.size()); rest > 0)
        return Words::tr("%1 and %n others", nullptr, rest).arg(shown.join(QStringLiteral(", ")));
    if (shown.size() < 2)
        return shown.value(0);
    const QString last = shown.takeLast();
    return Words::tr("%1 and %2").arg(shown.join(QStringLiteral(", ")), last);
}

QDateTime local(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at);
}

} // namespace

QString day(qint64 at, qint64 now, const QLocale& locale)
{
    const QDate date = local(at).date();
    const QDate today = local(now).date();
    if (date == today)
        return Words::tr("Today");
    if (date == today.addDays(-1))
        return Words::tr("Yesterday");
    if (date.year() != today.year())
        return locale.toString(date, QLocale::LongFormat);
    return locale.toString(date, Words::tr("dddd, d MMMM"));
}

QString time(qint64 at, const QLocale& locale)
{
    // Some have seconds even in their short form.
    static const QRegularExpression seconds(QStringLiteral("[:.]ss"));
    return locale.toString(local(at).time(), locale.timeFormat(QLocale::ShortFormat).remove(seconds));
}

QString fullTime(qint64 at, const QLocale& locale)
{
    return Words::tr("%1, %2").arg(locale.toString(local(at).date(), QLocale::LongFormat), time(at, locale));
}

QString stamp(const TimelineItem& item, const QLocale& locale)
{
    QStringList parts;
    if (item.message->editedAt && !item.isDeleted())
        parts << Words::tr("edited %1").arg(time(*item.message->editedAt, locale));
    if (item.hasTime)
        parts << time(item.message->timestamp, locale);
    return parts.join(QStringLiteral("  "));
}

QString notice(const Notice& notice)
{
    if (notice.kind == Notice::Renamed)
        return Words::tr("%1 is now called %2").arg(notice.who, notice.text);
    if (notice.kind == Notice::RoomRenamed)
        return notice.who.isEmpty() ? Words::tr("An admin renamed the room to %1").arg(notice.text)
                                    : Words::tr("%1 renamed the room to %2").arg(notice.who, notice.text);
    if (notice.kind == Notice::Topic) {
        if (notice.text.isEmpty())
            return Words::tr("%1 removed the topic").arg(notice.who);
        return Words::tr("%1 changed the topic to “%2”").arg(notice.who, notice.text);
    }
    QStringList parts;
    if (!notice.came.empty())
        parts << Words::tr("%1 joined").arg(names(notice.came));
    if (!notice.left.empty())
        parts << Words::tr("%1 left").arg(names(notice.left));
    return parts.join(QStringLiteral(" · "));
}

QString fate(const Fate& fate, qint64 remaining)
{
    if (fate.kind == Fate::Pending && remaining > 0)
        return Words::tr("Too fast; sending in %n s", nullptr, int((remaining + 999) / 1000));
    const bool failed = fate.kind == Fate::Failed;
    const auto choose = [&fate, failed](const QString& notDone, const QString& waiting, const QString& underWay) {
        return failed ? notDone.arg(fate.reason) : fate.isOffline ? waiting : underWay;
    };
    switch (fate.what) {
    case Written::Kind::Message:
        return choose(Words::tr("Not sent: %1"), Words::tr("Will be sent once you are connected"),
                      Words::tr("Sending…"));
    case Written::Kind::Edit:
        return choose(Words::tr("Not saved: %1"), Words::tr("Will be saved once you are connected"),
                      Words::tr("Saving…"));
    case Written::Kind::Deletion:
        break;
    }
    return choose(Words::tr("Not deleted: %1"), Words::tr("Will be deleted once you are connected"),
                  Words::tr("Deleting…"));
}

QString again(const Fate& fate)
{
    switch (fate.what) {
    case Written::Kind::Edit:
        return Words::tr("Save again");
    case Written::Kind::Deletion:
        return Words::tr("Delete again");
    case Written::Kind::Message:
        break;
    }
    return Words::tr("Send again");
}

QString discard()
{
    return Words::tr("Discard");
}

QString deleted()
{
    return Words::tr("This message was deleted");
}

QString newMessages()
{
    return Words::tr("New messages");
}

bool isJumbo(const TimelineItem& item)
{
    constexpr qsizetype longest = 30;
    if (item.text.isEmpty() || item.text.size() > longest || item.text.front().unicode() < 0x200 || item.isAction())
        return false;
    static const QRegularExpression emojiOnly(
        QStringLiteral("^(?:(?:[\\x{1F1E6}-\\x{1F1FF}]{2}|\\p{Extended_Pictographic}(?:[\\x{1F3FB}-\\x{1F3FF}]|"
                       "\\x{FE0F}|\\x{200D}\\p{Extended_Pictographic})*)\\s?){1,3}$"),
        QRegularExpression::UseUnicodePropertiesOption);
    return emojiOnly.match(item.text).hasMatch();
}

} // namespace parlance::client::rowtext
