#include "app/output.h"
#include "cli/commands.h"

namespace parlance::cli {

int serve(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    QStringList known; // and printed
    return configuration ? parlance::serve(*configuration, sourcesOf(invocation, known), invocation.seams) : exitUsage;
}

} // namespace parlance::cli
