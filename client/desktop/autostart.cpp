#include "desktop/autostart.h"

#include "base/makefolders.h"
#include "desktop/applicationid.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace parlance::client {

namespace {

/// Two layers: within quotes the shell's special characters are escaped, and then, as in every value, the backslash. A
/// percent sign begins a field code.
QString quoted(const QString& argument)
{
    QString text = QStringLiteral("\"");
    for (const QChar c : argument) {
        if (c == u'\\')
            text += QStringLiteral("\\\\\\\\");
        else if (c == u'"' || c == u'`' || c == u'$')
            text += QStringLiteral("\\\\") + c;
        else if (c == u'%')
            text += QStringLiteral("%%");
        else
            text += c;
    }
    return text + QLatin1Char('"');
}

bool isPlain(const QString& argument)
{
    const QString others = QStringLiteral("-_./+,:@=");
    return !argument.isEmpty() && std::ranges::all_of(argument, [&others](QChar c) {
        return (c.unicode() < 0x80 && c.isLetterOrNumber()) || others.contains(c);
    });
}

bool hasControls(const QString& text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

/// The keys of the group [Desktop Entry], by name.
QHash<QByteArray, QByteArray> desktopEntry(const QByteArray& content)
{
    QHash<QByteArray, QByteArray> values;
    bool isInside = false;
    for (const QByteArray& line : content.split('\n')) {
        const qsizetype equals = line.indexOf('=');
        if (line.startsWith('['))
            isInside = line.trimmed() == "[Desktop Entry]";
        else if (isInside && equals > 0 && !line.startsWith('#'))
            values.insert(line.first(equals).trimmed(), line.sliced(equals + 1).trimmed());
    }
    return values;
}

} // namespace

std::optional<QString> execValue(const QStringList& command)
{
    if (command.isEmpty() || command.first().isEmpty() || command.first().contains(QLatin1Char('=')))
        return std::nullopt;
    QStringList words;
    for (const QString& argument : command) {
        if (hasControls(argument))
            return std::nullopt;
        words << (isPlain(argument) ? argument : quoted(argument));
    }
    return words.join(QLatin1Char(' '));
}

Autostart::Autostart(const QString& configFolder, const QString& executable, const QStringList& arguments)
    : m_path(configFolder + QStringLiteral("/autostart/") + applicationId() + QStringLiteral(".desktop"))
    , m_command(QStringList(executable) + arguments + QStringList(QStringLiteral("--hidden")))
{}

bool Autostart::isEnabled() const
{
    QFile file(m_path);
    if (!file.open(QFile::ReadOnly))
        return false;
    const auto values = desktopEntry(file.readAll());
    return values.contains("Exec") && values.value("Hidden") != "true" &&
           values.value("X-GNOME-Autostart-enabled") != "false";
}

std::optional<Error> Autostart::setEnabled(bool isWanted) const
{
    if (!isWanted) {
        if (QFile file(m_path); file.exists() && !file.remove())
            return Error{
                ErrorCode::Internal, QStringLiteral("Cannot remove %1: %2").arg(m_path, file.errorString()), {}};
        return std::nullopt;
    }
    const auto exec = execValue(m_command);
    if (!exec || !QDir::isAbsolutePath(m_command.first()))
        return Error{ErrorCode::BadRequest,
                     QStringLiteral("Desktops cannot start a program of this path: %1").arg(m_command.first()),
                     {}};
    return write("[Desktop Entry]\n"
                 "Type=Application\n"
                 "Name=Parlance\n"
                 "Exec=" +
                 exec->toUtf8() + "\nIcon=" + applicationId().toUtf8() +
                 "\nTerminal=false\n"
                 "X-GNOME-Autostart-enabled=true\n");
}

std::optional<Error> Autostart::write(const QByteArray& content) const
{
    const auto problem = [this](const QString& why) {
        return Error{ErrorCode::Internal, QStringLiteral("Cannot write %1: %2").arg(m_path, why), {}};
    };
    if (const auto why = makeFolders(QFileInfo(m_path).absolutePath()))
        return problem(QStringLiteral("its folder cannot be made (%1)").arg(*why));
    QSaveFile file(m_path);
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return problem(file.errorString());
    return std::nullopt;
}

} // namespace parlance::client
