#include "cli/invocation.h"

#include "app/output.h"
#include "base/views.h"

#include <QFile>

namespace parlance::cli {

namespace {

QString fileFor(const Invocation& invocation)
{
    if (invocation.isSet("--config"))
        return invocation.value("--config");
    const QString installed = toQString(installedFile);
    const bool isUsed = invocation.command->reads == Reads::InstalledSettings && QFile::exists(installed);
    return isUsed ? installed : QString();
}

} // namespace

QString Invocation::value(std::string_view name) const
{
    return values(name).value(0);
}

QStringList Invocation::values(std::string_view name) const
{
    const auto found = given.find(name);
    return found == given.end() ? QStringList() : found->second;
}

Sources sourcesOf(const Invocation& invocation, QStringList& problems)
{
    Sources sources;
    sources.file = fileFor(invocation);
    sources.open = invocation.isSet("--open");
    if (invocation.isSet("--listen"))
        sources.flags.push_back(
            {QStringLiteral("net.listen"), invocation.value("--listen"), QStringLiteral("--listen")});
    if (invocation.isSet("--data"))
        sources.flags.push_back({QStringLiteral("data.folder"), invocation.value("--data"), QStringLiteral("--data")});
    for (const QString& text : invocation.values("--set")) {
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 0)
            problems += QStringLiteral("--set: got \"%1\", but takes KEY=VALUE").arg(text);
        else
            sources.flags.push_back({text.first(equals), text.sliced(equals + 1), QStringLiteral("--set")});
    }
    return sources;
}

std::optional<Configuration> settingsFor(const Invocation& invocation)
{
    QStringList problems;
    Configuration configuration = readConfiguration(sourcesOf(invocation, problems));
    configuration.problems += problems;
    for (const QString& warning : configuration.warnings)
        warn(warning);
    for (const QString& problem : configuration.problems)
        fail(exitUsage, problem);
    if (!configuration.problems.isEmpty())
        return std::nullopt;
    return configuration;
}

} // namespace parlance::cli
