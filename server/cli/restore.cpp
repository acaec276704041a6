#include "storage/restore.h"

#include "app/openstore.h"
#include "app/output.h"
#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "base/clock.h"
#include "cli/columns.h"
#include "cli/commands.h"

namespace parlance::cli {

int restore(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    const Settings& settings = configuration->settings;
    if (settings.isInMemory())
        return fail(exitUsage,
                    QStringLiteral("storage.kind: is \"memory\", so a server would not read what is restored"));
    if (settings.isInPostgresql())
        return fail(exitUsage, QStringLiteral("storage.kind: is \"postgresql\"; restore its database with pg_restore"));
    const auto restored = restoreBackup({invocation.value("FILE"), logPath(settings), keyPath(settings.dataFolder),
                                         GuestAuthenticator::keyLength, invocation.isSet("--force")},
                                        SystemClock().wall());
    if (!restored)
        return fail(exitEnvironment, restored.error().message);
    const BackupFacts& facts = restored->facts;
    print(stdout,
          QStringLiteral("%1 and %2 of %3 are in %4. Start the server now\n")
              .arg(counted(facts.rooms, QStringLiteral("room")), counted(facts.messages, QStringLiteral("message")),
                   shownTime(facts.time), settings.dataFolder));
    if (restored->former) {
        print(stdout, QStringLiteral("What was there before is kept as %1. Delete it when nobody misses anything\n")
                          .arg(*restored->former));
    }
    return 0;
}

} // namespace parlance::cli
