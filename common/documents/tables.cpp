#include "documents/tables.h"

#include "base/closecodes.h"
#include "base/errors.h"
#include "json/schema.h"
#include "json/value.h"
#include "protocol/limits.h"
#include "protocol/wiretypes.h"

#include <QDir>
#include <QStringList>

namespace parlance::documents {

namespace {

using json::toQString;

QString row(const QStringList& cells)
{
    QStringList escaped = cells;
    escaped.replaceInStrings(QStringLiteral("|"), QStringLiteral("\\|"));
    return QStringLiteral("| ") + escaped.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

QString table(const QStringList& head, const QList<QStringList>& rows)
{
    QString text = row(head) + u'|' + QStringLiteral("---|").repeated(head.size()) + u'\n';
    for (const QStringList& cells : rows)
        text += row(cells);
    return text + u'\n';
}

QString code(const QString& text)
{
    return u'`' + text + u'`';
}

QString fieldTable(const std::vector<FieldText>& fields)
{
    QList<QStringList> rows;
    for (const FieldText& field : fields) {
        const QString presence = field.optional ? QStringLiteral("may be absent") : QStringLiteral("always");
        rows << QStringList{code(field.name), field.type, presence, field.text};
    }
    return table(
        {QStringLiteral("field"), QStringLiteral("type"), QStringLiteral("present"), QStringLiteral("meaning")}, rows);
}

QString exampleBlock(const Example& example)
{
    const QString caption =
        example.variant.isEmpty() ? QString() : QStringLiteral("Variant: %1\n\n").arg(example.variant);
    return caption + QStringLiteral("```json\n") + example.frame + QStringLiteral("\n```\n\n");
}

/// The heading's words make its anchor: `#full-request-join`.
QString messageSection(const Description& message, const QString& goldenFolder)
{
    QString text = QStringLiteral("#### %1 %2: %3\n\n").arg(message.audience, message.direction, message.name);
    text += fieldTable(message.fields);
    for (const Example& example : examplesOf(message, goldenFolder))
        text += exampleBlock(example);
    return text;
}

QString recordSections()
{
    QString text;
    for (const Description& record : allRecords())
        text += QStringLiteral("#### record: %1\n\n").arg(record.name) + fieldTable(record.fields);
    return text;
}

QString errorTable()
{
    QList<QStringList> rows;
    for (const ErrorInfo& error : ErrorTable()) {
        const QString again = error.tryAgain ? QStringLiteral("yes") : QStringLiteral("no");
        rows << QStringList{code(toQString(error.name)), again, toQString(error.advice)};
    }
    return table({QStringLiteral("code"), QStringLiteral("try again"), QStringLiteral("what a client should do")},
                 rows);
}

QString closeTable()
{
    QList<QStringList> rows;
    for (const CloseInfo& close : CloseTable()) {
        const auto number = static_cast<unsigned>(close.code);
        const QString reason = close.reason.empty() ? QString() : code(toQString(close.reason));
        const QString back = comesBack(number) ? QStringLiteral("yes") : QStringLiteral("no");
        rows << QStringList{QString::number(number), reason, back, toQString(close.meaning)};
    }
    return table(
        {QStringLiteral("code"), QStringLiteral("reason"), QStringLiteral("reconnect"), QStringLiteral("meaning")},
        rows);
}

/// The limits that welcome announces, with what they are unless an admin changes them.
QString announcedLimits()
{
    const Limits defaults;
    QList<QStringList> rows;
    json::forEachField<Limits>([&](const auto& field) {
        rows << QStringList{code(toQString(field.name)), QString::number(defaults.*field.member),
                            toQString(field.text)};
    });
    return table({QStringLiteral("limits.…"), QStringLiteral("default"), QStringLiteral("meaning")}, rows);
}

QString fixedLimits()
{
    const auto number = [](qint64 value) { return QString::number(value); };
    using namespace limits;
    const QList<QStringList> rows{
        {QStringLiteral("characters of a `ref`"), number(ref)},
        {QStringLiteral("characters of a nonce or an id, printable ASCII"), number(json::maxIdLength)},
        {QStringLiteral("nesting of a frame's JSON"), number(json::maxDepth)},
        {QStringLiteral("messages in a plain `joined`"), number(plainHistory)},
        {QStringLiteral("entries in a list of who is present"), number(users)},
        {QStringLiteral("messages in one reply"), number(historyPage)},
        {QStringLiteral("events in one reply"), number(eventsPage)},
        {QStringLiteral("bytes of one reply"), number(pageBytes)},
        {QStringLiteral("bytes of one event, not counting the text of a message"), number(eventBytes)},
        {QStringLiteral("bytes of one `presence`, which may list everybody who is present"), number(presenceBytes)},
        {QStringLiteral("bytes of replies that an identity gets at once, in all"), number(replyBytes)},
        {QStringLiteral("bytes of replies a second that it gets beyond that"), number(replyBytesPerSecond)},
        {QStringLiteral("members of rooms that nobody has open, which are loaded at once for an identity"),
         number(loads)},
        {QStringLiteral("such members a second that are loaded for it beyond that"), number(loadsPerSecond)},
        {QStringLiteral("rooms or members in one reply"), number(directoryPage)},
        {QStringLiteral("events behind the head from which one can still resume"), number(resumable)},
        {QStringLiteral("waiting requests of a connection before the server stops reading"), number(waitingRequests)},
        {QStringLiteral("refused requests in ten seconds, above which the connection is closed with 1008"),
         number(refusals)},
        {QStringLiteral("the same before `hello` or `join` was accepted"), number(openRefusals)},
        {QStringLiteral("ms for which presence is gathered"), number(presenceWindow)},
        {QStringLiteral("present people above which only their number is live"), number(crowd)},
        {QStringLiteral("ms between two such numbers"), number(crowdWindow)},
        {QStringLiteral("bytes a second that a room's plain clients together are told of joins and leaves"),
         number(plainPresence)},
        {QStringLiteral("ms that a join or leave waits for that at the most"), number(plainPresenceWait)},
        {QStringLiteral("ms between two `typing` requests of a full client"), number(typingRepeat)},
        {QStringLiteral("ms after which a full client's typing ends at the server"), number(typingExpiry)},
        {QStringLiteral("ms after which a receiver ends it by itself"), number(typingForgotten)},
        {QStringLiteral("ms after which a plain client's typing ends at the server"), number(plainTypingExpiry)},
        {QStringLiteral("ms without a frame after which a client calls its connection dead"), number(silence)},
    };
    return table({QStringLiteral("what"), QStringLiteral("limit")}, rows);
}

} // namespace

std::vector<Example> examplesOf(const Description& message, const QString& goldenFolder)
{
    const QDir folder(goldenFolder + u'/' + message.audience + u'/' + message.direction);
    const QStringList files = folder.entryList(
        {message.name + QStringLiteral(".json"), message.name + QStringLiteral("-*.json")}, QDir::Files);
    std::vector<Example> examples;
    for (const QString& name : files) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString variant = name.chopped(5).sliced(message.name.size());
        Example example{variant.mid(1), QString::fromUtf8(file.readAll()).trimmed()};
        examples.insert(variant.isEmpty() ? examples.begin() : examples.end(), std::move(example));
    }
    return examples;
}

Parts protocolParts(const QString& goldenFolder)
{
    Parts parts;
    for (const Description& message : allMessages())
        parts[message.audience + u'/' + message.direction] += messageSection(message, goldenFolder);
    parts[QStringLiteral("records")] = recordSections();
    parts[QStringLiteral("errors")] = errorTable();
    parts[QStringLiteral("close codes")] = closeTable();
    parts[QStringLiteral("announced limits")] = announcedLimits();
    parts[QStringLiteral("fixed limits")] = fixedLimits();
    return parts;
}

} // namespace parlance::documents
