#include "app/output.h"
#include "app/settingstext.h"
#include "cli/commands.h"

namespace parlance::cli {

/// Neither file nor environment change what it prints.
int configDefault(const Invocation& invocation)
{
    QStringList problems;
    Settings settings;
    for (const Sources::Flag& flag : sourcesOf(invocation, problems).flags) {
        if (const auto error = apply(settings, flag.key, flag.value, flag.flag))
            problems += *error;
    }
    for (const QString& problem : problems)
        fail(exitUsage, problem);
    if (!problems.isEmpty())
        return exitUsage;
    print(stdout, settingsFileText(settings));
    return 0;
}

} // namespace parlance::cli
