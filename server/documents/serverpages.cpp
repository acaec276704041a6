#include "documents/serverpages.h"

#include "app/settingstext.h"
#include "base/views.h"
#include "documents/manpage.h"

namespace parlance::documents {

namespace {

/// Flags stand below, each with its line; words are part of the name.
QString headOf(const CommandLine& line, const LineCommand& command)
{
    QString head = line.program + u' ' + command.name;
    bool hasFlags = false;
    for (const LineArgument& argument : command.arguments) {
        hasFlags = hasFlags || argument.isFlag();
        if (!argument.isFlag())
            head += u' ' + (argument.isNeeded ? argument.name : u'[' + argument.name + u']');
    }
    return hasFlags ? head + QStringLiteral(" [OPTION]...") : head;
}

void addCommands(ManPage& page, const CommandLine& line)
{
    page.heading(QStringLiteral("COMMANDS"));
    for (const LineCommand& command : line.commands) {
        page.subheading(headOf(line, command));
        page.paragraph(command.text.front().toUpper() + command.text.sliced(1) + u'.');
        for (const LineArgument& argument : command.arguments)
            page.item(argument.shown(), argument.text);
    }
    page.subheading(QStringLiteral("parlanced --version, parlanced --help, parlanced COMMAND --help"));
    page.paragraph(QStringLiteral("Say which version it is, and what can be given."));
}

void addEnds(ManPage& page)
{
    page.heading(QStringLiteral("EXIT STATUS"));
    page.item(QStringLiteral("0"), QStringLiteral("All is well, or it was told to stop."));
    page.item(
        QStringLiteral("1"),
        QStringLiteral(
            "The surroundings: a port that is taken, a folder that cannot be written; or `doctor` found a problem."));
    page.item(QStringLiteral("2"), QStringLiteral("The command line or the settings. Nothing was begun."));
    page.item(QStringLiteral("70"),
              QStringLiteral(
                  "A commit failed, so that nobody knows what is on the disk. Start it again; clients ask again for "
                  "what they were not told."));
    page.heading(QStringLiteral("SIGNALS"));
    page.item(QStringLiteral("SIGTERM, SIGINT"),
              QStringLiteral("Nobody is let in any more, everybody is told, and the server ends within 2 s. Clients "
                             "come back by themselves."));
    page.item(QStringLiteral("SIGHUP"), QStringLiteral("What can be read anew is: see parlanced.toml(5)."));
}

void addPlaces(ManPage& page)
{
    page.heading(QStringLiteral("ENVIRONMENT"));
    page.item(QStringLiteral("PARLANCE_SECTION_KEY"),
              QStringLiteral("A setting, for example `PARLANCE_LIMITS_MESSAGES`; see parlanced.toml(5)."));
    page.item(QStringLiteral("PORT"), QStringLiteral("The port of net.listen alone."));
    page.item(QStringLiteral("STATE_DIRECTORY"),
              QStringLiteral("Where data is kept unless data.folder says so; systemd sets it."));
    page.heading(QStringLiteral("FILES"));
    page.item(
        QStringLiteral("/etc/parlance/parlanced.toml"),
        QStringLiteral("The settings of an installation. `serve` reads it only by --config; the commands that care for "
                       "an installation read it where there is no --config."));
    page.item(QStringLiteral("DIR/parlance.db"), QStringLiteral("Everything that was written, below data.folder."));
    page.item(QStringLiteral("DIR/token.key"), QStringLiteral("What people's tokens are made with. Whoever has it can "
                                                              "be anybody; without it everybody is somebody new."));
}

void addSetting(ManPage& page, const Setting& setting)
{
    const Settings defaults;
    const QString list = setting.type == SettingType::List ? QStringLiteral("a list of ") : QString();
    page.item(toQString(setting.key.substr(setting.key.find('.') + 1)),
              toQString(setting.text).front().toUpper() + toQString(setting.text).sliced(1) + u'.');
    page.more(
        QStringLiteral("Takes %1%2. Default: `%3`.").arg(list, toQString(setting.takes), tomlValue(setting, defaults)));
    page.more(QStringLiteral("In the environment: `%1`.").arg(QString::fromLatin1(environmentName(setting.key))));
    if (setting.isReloaded)
        page.more(QStringLiteral("Read anew on SIGHUP."));
}

} // namespace

QString programPage(const CommandLine& line)
{
    ManPage page(line.program, 8, QStringLiteral("Parlance's server"));
    page.heading(QStringLiteral("SYNOPSIS"));
    page.paragraph(QStringLiteral("`%1` [COMMAND] [OPTION]...").arg(line.program));
    page.paragraph(QStringLiteral("`%1` [`serve`] %2").arg(line.program, usageOf(line.commands.front())));
    page.heading(QStringLiteral("DESCRIPTION"));
    page.paragraph(
        QStringLiteral("People chat in rooms, in the browser or in the desktop app, parlance(1). The server is this "
                       "one program, with one port for its page and for "
                       "everything else. It listens on 127.0.0.1:3001 unless it is told otherwise, and anywhere else "
                       "only with a password or where it is said that everybody may come in."));
    page.paragraph(QStringLiteral("A setting is taken from a flag; else from the environment; else from the file; else "
                                  "it has its default. A mistake in one is one "
                                  "line that says what, where and what to do."));
    addCommands(page, line);
    addEnds(page);
    addPlaces(page);
    page.heading(QStringLiteral("EXAMPLES"));
    page.literal({QStringLiteral("parlanced"),
                  QStringLiteral("parlanced --open --listen 0.0.0.0:3001 --set access.password=something-long"),
                  QStringLiteral("parlanced config show --origin")});
    page.seeAlso(
        {QStringLiteral("parlanced.toml(5)"), QStringLiteral("parlance(1)"), QStringLiteral("parlance-protocol(7)")});
    return page.text();
}

QString settingsPage()
{
    ManPage page(QStringLiteral("parlanced.toml"), 5, QStringLiteral("settings of Parlance's server"));
    page.heading(QStringLiteral("DESCRIPTION"));
    page.paragraph(QStringLiteral("A file in TOML with sections of keys. A flag of parlanced(8), `--set` "
                                  "SECTION.KEY=VALUE, and the environment win over it. There and on the "
                                  "command line the items of a list are separated by commas. A key that is unknown is "
                                  "a warning, anything that is not taken an error with line and "
                                  "column: `parlanced config check` says them all, `parlanced config show --origin` "
                                  "what is in force and why, `parlanced config default` prints a file to begin with."));
    page.paragraph(QStringLiteral("Where SIGHUP has a setting read anew that is said; all others need a restart."));
    for (const SettingSection& section : settingSections()) {
        page.heading(u'[' + toQString(section.name) + u']');
        page.paragraph(toQString(section.text));
        for (const Setting& setting : settingsTable()) {
            if (sectionOf(setting) == section.name)
                addSetting(page, setting);
        }
    }
    page.heading(QStringLiteral("EXAMPLE"));
    page.literal({QStringLiteral("[net]"), QStringLiteral("trustedProxies = [\"127.0.0.1\"]"), QString(),
                  QStringLiteral("[access]"), QStringLiteral("password = \"something-long\"")});
    page.heading(QStringLiteral("FILES"));
    page.item(QStringLiteral("/etc/parlance/parlanced.toml"),
              QStringLiteral("The file of an installation. The server's group may read it, nobody else: there may be a "
                             "password in it."));
    page.seeAlso({QStringLiteral("parlanced(8)")});
    return page.text();
}

} // namespace parlance::documents
