#include "storage/backup.h"

#include "app/logformat.h"
#include "app/openstore.h"
#include "app/output.h"
#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "base/clock.h"
#include "cli/columns.h"
#include "cli/commands.h"

namespace parlance::cli {

int backup(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    const Settings& settings = configuration->settings;
    if (settings.isInMemory())
        return fail(exitUsage, QStringLiteral("storage.kind: is \"memory\", so there is nothing to back up"));
    if (settings.isInPostgresql())
        return fail(exitUsage, QStringLiteral("storage.kind: is \"postgresql\"; back its database up with pg_dump"));
    const QString target = invocation.value("FILE");
    const auto facts = writeBackup({logPath(settings), keyPath(settings.dataFolder), target,
                                    GuestAuthenticator::keyLength, invocation.isSet("--force")},
                                   SystemClock().wall());
    if (!facts)
        return fail(exitEnvironment, facts.error().message);
    print(stdout,
          QStringLiteral("%1, %2, %3 in %4\n")
              .arg(counted(facts->rooms, QStringLiteral("room")), counted(facts->messages, QStringLiteral("message")),
                   counted(facts->bytes, QStringLiteral("byte")), safeLine(target)));
    return 0;
}

} // namespace parlance::cli
