#include "app/logformat.h"
#include "app/openstore.h"
#include "app/output.h"
#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "postgresql/migration.h"
#include "storage/files.h"
#include "storage/serverfile.h"

#include <QFile>

#include <sys/stat.h>

namespace parlance::cli {

int migrate(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    const Settings& settings = configuration->settings;
    const QString url = invocation.isSet("--to") ? invocation.value("--to") : settings.storageUrl;
    if (url.isEmpty())
        return fail(exitUsage, QStringLiteral("where to? Give --to URL, or set storage.url"));
    const QString path = logPath(settings);
    if (!QFile::exists(path))
        return fail(exitEnvironment,
                    QStringLiteral("%1: there is no log to move. Choose its folder with --data").arg(path));
    ::umask(0077); // what SQLite makes beside the log is as private as the log
    const FolderOwner owner(settings.dataFolder);
    const auto key = loadOrMakeKey(settings.dataFolder, GuestAuthenticator::keyLength);
    if (!key)
        return fail(exitEnvironment, key.error().message);
    const auto file = openServerFile(path, Durability::Full);
    if (!file)
        return fail(exitEnvironment, file.error().message);
    const auto moved = migrateToPostgresql(*file->database, *key, url);
    if (!moved)
        return fail(exitEnvironment, moved.error().message);
    print(stdout,
          QStringLiteral("%1, %2 and %3 are in the database. Set storage.kind to postgresql and storage.url, and "
                         "start the server. %4 stays as it is\n")
              .arg(counted(moved->rooms, QStringLiteral("room")), counted(moved->people, QStringLiteral("user")),
                   counted(moved->events, QStringLiteral("event")), safeLine(path)));
    return 0;
}

} // namespace parlance::cli
