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

/// To look after who may come in.
std::vector<Command> peopleCommands()
{
    const Argument json{"--json", "", "one JSON object a line, for programs"};
    const Argument handle = needed({"HANDLE", "", "of the account"});
    Argument role = needed({"ROLE", "", "member, admin or owner"});
    role.choices = {"member", "admin", "owner"};
    Argument roleFlag{"--role", "ROLE", "member (the default), admin or owner"};
    roleFlag.choices = role.choices;
    return {
        {"owner", "print a link that makes whoever opens it the server's owner", Reads::InstalledSettings, {}, &owner},
        {"accounts list", "list all accounts", Reads::InstalledSettings, {json}, &accountsList},
        {"accounts add",
         "make an account for somebody, and print the link that sets its password",
         Reads::InstalledSettings,
         {needed({"HANDLE", "", "that it is to have"}), {"--name", "NAME", "what to be called"}, roleFlag},
         &accountsAdd},
        {"accounts reset",
         "print a link by which somebody who forgot their password sets a new one",
         Reads::InstalledSettings,
         {handle},
         &accountsReset},
        {"accounts disable",
         "sign an account out everywhere, and let nobody sign in to it",
         Reads::InstalledSettings,
         {handle, json},
         &accountsDisable},
        {"accounts enable",
         "let people sign in to a disabled account again",
         Reads::InstalledSettings,
         {handle, json},
         &accountsEnable},
        {"accounts role",
         "change what an account may do on the server",
         Reads::InstalledSettings,
         {handle, role, json},
         &accountsRole},
        {"invites list", "list the invites that can still be used", Reads::InstalledSettings, {json}, &invitesList},
        {"invites make",
         "print a link by which people can make an account",
         Reads::InstalledSettings,
         {{"--uses", "N", "how many people may come by it (1)"}, {"--days", "N", "how long it is valid (7)"}},
         &invitesMake},
        {"invites revoke",
         "take an invite back",
         Reads::InstalledSettings,
         {needed({"ID", "", "as in invites list"})},
         &invitesRevoke},
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
    for (auto&& more : {watchingCommands(), peopleCommands(), careCommands()})
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
