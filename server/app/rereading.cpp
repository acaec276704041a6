#include "app/rereading.h"

#include "base/views.h"

namespace parlance {

namespace {

/// Whether a change of the setting takes effect without a restart.
bool isLive(const Setting& setting, const Settings& running, const Settings& found)
{
    // Another certificate can be taken, but not TLS be begun or ended.
    if (sectionOf(setting) == "tls")
        return running.certificate.isEmpty() == found.certificate.isEmpty();
    return setting.isReloaded;
}

} // namespace

Reread reread(const Settings& running, const Settings& found)
{
    Reread result{running, {}, {}};
    for (const Setting& setting : settingsTable()) {
        const QString value = setting.show(found);
        if (value == setting.show(running))
            continue;
        const bool takesEffect = isLive(setting, running, found);
        (takesEffect ? result.changed : result.forRestart).append(toQString(setting.key));
        if (takesEffect)
            setting.set(result.settings, value);
    }
    return result;
}

QString describe(const Reread& reread)
{
    QStringList parts;
    if (!reread.changed.isEmpty())
        parts.append(QStringLiteral("in effect now: ") + reread.changed.join(QLatin1String(", ")));
    if (!reread.forRestart.isEmpty())
        parts.append(QStringLiteral("after a restart: ") + reread.forRestart.join(QLatin1String(", ")));
    return parts.isEmpty() ? QStringLiteral("no setting has changed") : parts.join(QLatin1String("; "));
}

} // namespace parlance
