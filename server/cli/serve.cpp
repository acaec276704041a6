#include "app/output.h"
#include "cli/commands.h"

namespace parlance::cli {

int serve(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    const QStringList problems = contradictions(configuration->settings);
    for (const QString& problem : problems)
        fail(exitUsage, problem);
    QStringList known; // and printed
    return problems.isEmpty() ? parlance::serve(*configuration, sourcesOf(invocation, known), invocation.seams)
                              : exitUsage;
}

} // namespace parlance::cli
