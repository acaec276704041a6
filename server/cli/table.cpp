#include "cli/table.h"

#include "cli/commands.h"

namespace parlance::cli {

namespace {

std::vector<Argument> commonFlags()
{
    return {
        {"--config", "FILE", "the settings file, in TOML", Completes::Files},
        {"--data", "DIR", "where what must last is kept (data.folder)", Completes::Folders},
        repeatable({"--set", "KEY=VALUE", "one setting; may come again", Completes::Settings}),
    };
}

/// Each is an answer to a question.
std::vector<Argument> setupFlags()
{
    Argument reach{"--reach", "WHO", "here: this machine only; others: a local network or the internet"};
    reach.choices = {"here", "others"};
    Argument tls{"--tls", "HOW", "certificate: our own; proxy: one in front does it; none"};
    tls.choices = {"certificate", "proxy", "none"};
    return {
        reach,
        {"--password", "TEXT", "asked of everybody who comes in"},
        {"--generate-password", "", "make one up and print it"},
        {"--open", "", "no password: whoever reaches it is in"},
        tls,
        {"--certificate", "FILE", "with --tls certificate, in PEM", Completes::Files},
        {"--key", "FILE", "its key, in PEM", Completes::Files},
        {"--proxy", "ADDRESSES", "with --tls proxy, where it runs (127.0.0.1)"},
        {"--hosts", "NAMES", "with --tls none, by which browsers reach it, besides the machine's own"},
        {"--listen", "ADDR:PORT", "where to listen, if not where these answers lead"},
        {"--force", "", "replace the file there is; what is not asked for stays"},
    };
}

/// To run a server, and to have it run as it should.
std::vector<Command> runningCommands()
{
    return {
        {"serve",
         "run the server; also without the word",
         Reads::Settings,
         {
             {"--listen", "ADDR:PORT", "where to listen (net.listen)"},
             {"--open", "", "print an invite link; needs no password even where others can reach it"},
         },
         &serve},
        {"setup", "write the settings file, asking what is not said by flags", Reads::InstalledSettings, setupFlags(),
         &setup},
        {"doctor", "look for what keeps a server from running well", Reads::InstalledSettings, {}, &doctor},
        {"config check", "say what is wrong with the settings", Reads::InstalledSettings, {}, &configCheck},
        {"config show",
         "print what every setting is",
         Reads::InstalledSettings,
         {{"--origin", "", "and where it comes from: a default, a file's line, the environment, a flag"}},
         &configShow},
        {"config default",
         "print a settings file that explains every key",
         Reads::Nothing,
         {repeatable({"--set", "KEY=VALUE", "a setting that is not to be the default", Completes::Settings})},
         &configDefault},
    };
}

/// To see who and what is there.
std::vector<Command> watchingCommands()
{
    return {
        {"who",
         "say who is connected",
         Reads::InstalledSettings,
         {{"--json", "", "one JSON object a line, for programs"}},
         &who},
        {"nodes",
         "list the servers that work as one, and whether they hear each other",
         Reads::InstalledSettings,
         {{"--json", "", "one JSON object a line, for programs"}},
         &nodes},
    };
}

/// To look after what people do on it.
std::vector<Command> careCommands()
{
    return {
        {"rooms list",
         "list all rooms, their sizes and when something last happened in them",
         Reads::InstalledSettings,
         {{"--json", "", "one JSON object a line, for programs"}},
         &roomsList},
        {"rooms delete",
         "delete a room and everything that was said in it",
         Reads::InstalledSettings,
         {
             needed({"ROOM", "", "its name, or its id as in rooms list --json"}),
             {"--yes", "", "do not ask"},
         },
         &roomsDelete},
        {"rooms rename",
         "give a room another name; its members and all that was said stay",
         Reads::InstalledSettings,
         {
             needed({"ROOM", "", "its name, or its id as in rooms list --json"}),
             needed({"NAME", "", "the name that it is to have"}),
         },
         &roomsRename},
        {"backup",
         "write everything into one file, also while the server runs",
         Reads::InstalledSettings,
         {
             needed({"FILE", "", "where to", Completes::Files}),
             {"--force", "", "overwrite the file if it is there"},
         },
         &backup},
        {"restore",
         "put a backup in the place of what the server has; it must not run",
         Reads::InstalledSettings,
         {
             needed({"FILE", "", "what backup has written", Completes::Files}),
             {"--force", "", "also where there is a log already, which is then kept beside it"},
         },
         &restore},
        {"migrate",
         "copy the log into an empty PostgreSQL database; the server must not run",
         Reads::InstalledSettings,
         {{"--to", "URL", "the database, if not storage.url"}},
         &migrate},
    };
}

std::vector<Command> makeTable()
{
    std::vector<Command> table = runningCommands();
    for (auto&& more : {watchingCommands(), careCommands()})
        table.insert(table.end(), more.begin(), more.end());
    table.push_back(
        {"version", "say the versions of the program and of what it stands on", Reads::Nothing, {}, &version});
    return table;
}

} // namespace

std::span<const Command> commandTable()
{
    static const std::vector<Command> table = makeTable();
    return table;
}

std::vector<Argument> argumentsOf(const Command& command)
{
    std::vector<Argument> all = command.arguments;
    if (command.reads != Reads::Nothing) {
        for (Argument& flag : commonFlags())
            all.push_back(std::move(flag));
    }
    return all;
}

} // namespace parlance::cli
