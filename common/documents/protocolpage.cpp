#include "documents/protocolpage.h"

#include "base/closecodes.h"
#include "base/errors.h"
#include "base/views.h"
#include "documents/manpage.h"
#include "documents/messages.h"
#include "json/schema.h"
#include "protocol/limits.h"

namespace parlance::documents {

namespace {

void addFields(ManPage& page, const Description& description)
{
    for (const FieldText& field : description.fields) {
        const QString presence = field.optional ? QStringLiteral(", may be absent") : QString();
        page.item(QStringLiteral("%1 (%2%3)").arg(field.name, field.type, presence), field.text);
    }
    if (description.fields.empty())
        page.paragraph(QStringLiteral("It has no fields but its type."));
}

void addMessages(ManPage& page, const QString& audience, const QString& direction, const QString& heading)
{
    page.heading(heading);
    for (const Description& message : allMessages()) {
        if (message.audience != audience || message.direction != direction)
            continue;
        page.subheading(message.name);
        addFields(page, message);
    }
}

void addErrors(ManPage& page)
{
    page.heading(QStringLiteral("ERRORS"));
    for (const ErrorInfo& error : ErrorTable()) {
        const QString again = error.tryAgain ? QStringLiteral(" (try again)") : QString();
        page.item(toQString(error.name) + again, toQString(error.advice));
    }
}

void addCloseCodes(ManPage& page)
{
    page.heading(QStringLiteral("CLOSE CODES"));
    for (const CloseInfo& close : CloseTable()) {
        const auto number = static_cast<unsigned>(close.code);
        const QString back = comesBack(number) ? QStringLiteral("; come back") : QStringLiteral("; do not come back");
        page.item(QStringLiteral("%1 %2").arg(number).arg(toQString(close.reason)).trimmed(),
                  toQString(close.meaning) + back);
    }
}

void addLimits(ManPage& page)
{
    page.heading(QStringLiteral("LIMITS"));
    page.paragraph(QStringLiteral("What welcome announces, with what it is unless an admin changes it."));
    const Limits defaults;
    json::forEachField<Limits>([&](const auto& field) {
        page.item(QStringLiteral("limits.%1 = %2").arg(toQString(field.name)).arg(defaults.*field.member),
                  toQString(field.text));
    });
}

} // namespace

QString protocolPage()
{
    ManPage page(QStringLiteral("parlance-protocol"), 7,
                 QStringLiteral("what Parlance's servers and clients say to each other"));
    page.heading(QStringLiteral("DESCRIPTION"));
    page.paragraph(QStringLiteral(
        "A client connects by WebSocket to `/ws`, on the port of the server's page. Each message is one JSON object in "
        "one "
        "text message; `type` names it. Who begins with `join` speaks the plain protocol, who begins with `hello` the "
        "full one. Times are milliseconds since 1970 (UTC), durations are milliseconds. Fields that a receiver does "
        "not know "
        "are ignored."));
    page.paragraph(QStringLiteral("This page is the reference. PROTOCOL.md, which comes with it, explains how it goes "
                                  "together and has an example of "
                                  "every message."));
    page.literal({QStringLiteral(R"(> {"type":"hello","protocol":2,"client":"mybot/1.0","name":"ann","ref":"1"})"),
                  QStringLiteral(R"(> {"type":"join","name":"general","ref":"2"})"),
                  QStringLiteral(R"(> {"type":"message","room":"2d6c…","text":"hi","nonce":"f3b0-1"})")});
    addMessages(page, QStringLiteral("plain"), QStringLiteral("request"), QStringLiteral("PLAIN REQUESTS"));
    addMessages(page, QStringLiteral("plain"), QStringLiteral("event"), QStringLiteral("PLAIN EVENTS"));
    addMessages(page, QStringLiteral("full"), QStringLiteral("request"), QStringLiteral("FULL REQUESTS"));
    addMessages(page, QStringLiteral("full"), QStringLiteral("event"), QStringLiteral("FULL EVENTS"));
    page.heading(QStringLiteral("RECORDS"));
    for (const Description& record : allRecords()) {
        page.subheading(record.name);
        addFields(page, record);
    }
    addErrors(page);
    addCloseCodes(page);
    addLimits(page);
    page.seeAlso({QStringLiteral("parlanced(8)"), QStringLiteral("parlance(1)")});
    return page.text();
}

} // namespace parlance::documents
