#include "models/commands.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace parlance::client {

namespace {

QString commandText(const char* text)
{
    return QCoreApplication::translate("Commands", text);
}

} // namespace

Typed readTyped(const QString& typed)
{
    static const QRegularExpression shape(QStringLiteral("^/(/*)([A-Za-z]+)(?:\\s+(.*))?\\z"),
                                          QRegularExpression::DotMatchesEverythingOption |
                                              QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = shape.match(typed);
    if (!match.hasMatch())
        return {{}, typed};
    if (match.capturedLength(1) > 0)
        return {{}, typed.mid(1)};
    return {match.captured(2).toLower(), match.captured(3).trimmed()};
}

std::vector<CommandHelp> commandHelp()
{
    return {
        {QStringLiteral("/me waves"), commandText(QT_TR_NOOP("Say what you do"))},
        {QStringLiteral("/join ROOM"), commandText(QT_TR_NOOP("Join or create a room"))},
        {QStringLiteral("/leave"), commandText(QT_TR_NOOP("Leave this room"))},
        {QStringLiteral("/topic TEXT"), commandText(QT_TR_NOOP("Change the topic; without a text: remove it"))},
        {QStringLiteral("/nick NAME"), commandText(QT_TR_NOOP("Change your name"))},
        {QStringLiteral("/help"), commandText(QT_TR_NOOP("Show this list"))},
        {QStringLiteral("//TEXT"), commandText(QT_TR_NOOP("Send a message that begins with a slash"))},
    };
}

CommandRefusal refusalOf(const QString& command)
{
    if (command == QStringLiteral("me"))
        return {commandText(QT_TR_NOOP("Nothing was sent")),
                commandText(QT_TR_NOOP("Write behind /me what you do, as in /me waves."))};
    return {commandText(QT_TR_NOOP("There is no command /%1")).arg(command),
            commandText(QT_TR_NOOP("Enter /help for a list of commands. To send a message that begins with a slash, "
                                   "begin it with two."))};
}

} // namespace parlance::client
