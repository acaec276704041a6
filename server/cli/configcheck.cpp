#include "app/output.h"
#include "cli/commands.h"

namespace parlance::cli {

int configCheck(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    const QStringList problems = contradictions(configuration->settings);
    for (const QString& problem : problems)
        fail(exitUsage, problem);
    if (!problems.isEmpty())
        return exitUsage;
    const QString what = configuration->file.isEmpty() ? QStringLiteral("no file is read; environment and flags are")
                                                       : configuration->file + QStringLiteral(" is");
    print(stdout, what + QStringLiteral(" fine\n"));
    return 0;
}

} // namespace parlance::cli
