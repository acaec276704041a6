#include "app/output.h"
#include "app/settingstext.h"
#include "base/views.h"
#include "cli/commands.h"

namespace parlance::cli {

namespace {

constexpr qsizetype originColumn = 52;

/// A line of TOML, so that what is printed is a settings file, too; without the secrets.
QString lineFor(const Setting& setting, const Settings& settings)
{
    const QString key = toQString(setting.key);
    if (!setting.isSecret)
        return key + QStringLiteral(" = ") + tomlValue(setting, settings);
    return QStringLiteral("# %1 is %2")
        .arg(key, setting.show(settings).isEmpty() ? QStringLiteral("not set") : QStringLiteral("set"));
}

} // namespace

int configShow(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    for (const Setting& setting : settingsTable()) {
        QString line = lineFor(setting, configuration->settings);
        if (invocation.isSet("--origin")) {
            const auto origin = configuration->origins.find(toQString(setting.key));
            const QString where = origin == configuration->origins.end() ? QStringLiteral("default") : origin->second;
            line = line.leftJustified(originColumn) + QStringLiteral("  # ") + where;
        }
        print(stdout, line + u'\n');
    }
    return 0;
}

} // namespace parlance::cli
