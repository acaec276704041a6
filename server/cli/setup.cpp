#include "app/announcement.h"
#include "app/hosts.h"
#include "app/output.h"
#include "app/settingsfile.h"
#include "app/settingstext.h"
#include "base/views.h"
#include "cli/commands.h"
#include "cli/questions.h"
#include "cli/setupanswers.h"
#include "cli/writefile.h"

#include <QFile>
#include <QFileInfo>

namespace parlance::cli {

namespace {

/// The file as it was, for what is not asked stays as it is.
struct Before {
    bool exists = false;
    bool isOurs = false; ///< nobody has changed anything in it since it was installed
    Settings settings;
    QStringList problems; ///< what stands in it cannot be kept
    QStringList warnings;
};

Before readBefore(const QString& path)
{
    Before before;
    QFile file(path);
    before.exists = file.exists();
    if (before.exists) {
        Configuration read;
        readSettingsFile(path, read);
        before.settings = read.settings;
        before.problems = read.problems;
        before.warnings = read.warnings;
        read.origins.erase(QStringLiteral("data.folder"));
        before.isOurs = read.problems.isEmpty() && read.origins.empty() && file.open(QIODevice::ReadOnly) &&
                        QString::fromUtf8(file.readAll()) == settingsFileText(read.settings);
    } else if (path == toQString(installedFile)) {
        before.settings.dataFolder = QStringLiteral("/var/lib/parlance");
    }
    return before;
}

/// The options --proxy, --hosts, --data, --listen and --set override the settings that follow from the answers.
QStringList applyFlags(const Invocation& invocation, const Answers& answers, Settings& settings)
{
    QStringList problems;
    std::vector<Sources::Flag> flags = sourcesOf(invocation, problems).flags;
    if (invocation.isSet("--proxy"))
        flags.push_back({QStringLiteral("net.trustedProxies"), invocation.value("--proxy"), QStringLiteral("--proxy")});
    if (answers.hosts)
        flags.push_back({QStringLiteral("net.hosts"), *answers.hosts, QStringLiteral("--hosts")});
    for (const Sources::Flag& flag : flags) {
        if (const auto error = apply(settings, flag.key, flag.value, flag.flag))
            problems += *error;
    }
    // A service runs in another folder than who sets it up.
    for (QString* path : {&settings.dataFolder, &settings.certificate, &settings.key}) {
        if (!path->isEmpty())
            *path = QFileInfo(*path).absoluteFilePath();
    }
    return problems + contradictions(settings);
}

int failWith(const QStringList& problems)
{
    for (const QString& problem : problems)
        fail(exitUsage, problem);
    return exitUsage;
}

/// systemd holds the socket (packaging/systemd/parlanced.socket) and so decides where the server is reached.
QString howToRestart(const Settings& settings)
{
    const QString overridden = QStringLiteral("/etc/systemd/system/parlanced.socket.d/listen.conf");
    const Setting* listen = findSetting(u"net.listen");
    const QString address = listen->show(settings);
    if (address == listen->show(Settings()) && !QFile::exists(overridden))
        return QStringLiteral("  systemctl restart parlanced\n");
    return QStringLiteral("  mkdir -p %1\n"
                          "  printf '[Socket]\\nListenStream=\\nListenStream=%2\\n' >%3\n"
                          "  systemctl daemon-reload\n"
                          "  systemctl stop parlanced\n"
                          "  systemctl restart parlanced.socket parlanced\n")
        .arg(QFileInfo(overridden).path(), address, overridden);
}

QString whatNext(const QString& path, const Settings& settings, const Answers& answers)
{
    QString text = QStringLiteral("%1 is written. Next:\n").arg(path);
    const bool isInstalled =
        path == toQString(installedFile) && QFileInfo::exists(QStringLiteral("/run/systemd/system"));
    text += isInstalled ? howToRestart(settings) : QStringLiteral("  parlanced --config %1\n").arg(path);
    const QString address = answers.tls == Answers::Tls::Proxy ? QStringLiteral("https://YOUR.NAME")
                                                               : addressForOthers(settings, int(settings.listenPort));
    text += QStringLiteral("  open %1/\n").arg(address);
    if (answers.reach == Answers::Reach::Others)
        text += QStringLiteral("  invite others: %1\n").arg(inviteLink(address, settings.password));
    if (answers.reach == Answers::Reach::Others && answers.tls == Answers::Tls::None) {
        text +=
            QStringLiteral("Browsers may come by an address, as localhost or as %1. Any other name is refused until "
                           "it is in net.hosts (--hosts).\n")
                .arg(hostsFrom(settings).join(QLatin1String(", ")));
    }
    if (answers.tls == Answers::Tls::Proxy) {
        text += QStringLiteral("YOUR.NAME is what the proxy is called; it hands everything on to %1:%2.\n")
                    .arg(settings.listenAddress)
                    .arg(settings.listenPort);
    }
    return text;
}

} // namespace

int setup(const Invocation& invocation)
{
    const QString path = invocation.isSet("--config") ? invocation.value("--config") : toQString(installedFile);
    const Before before = readBefore(path);
    if (before.exists && !before.isOurs && !invocation.isSet("--force"))
        return fail(exitUsage,
                    path + QStringLiteral(" is there already; --force replaces it and keeps what is not asked for"));
    for (const QString& warning : before.warnings)
        warn(warning);
    if (!before.problems.isEmpty()) {
        return failWith(before.problems +
                        QStringList{path + QStringLiteral(": what else is set there would be lost. Mend it, or move it "
                                                          "away")});
    }
    Answers answers = answersFromFlags(invocation);
    if (answers.isOpen + answers.isGenerated + !answers.password.isEmpty() > 1)
        return fail(exitUsage, QStringLiteral("of --password, --generate-password and --open only one makes sense"));
    if (!answers.password.isEmpty()) {
        if (const QString problem = passwordProblem(answers.password); !problem.isEmpty())
            return fail(exitUsage, QStringLiteral("--password: ") + problem);
    }
    if (const QStringList missing = missingFlags(answers); !missing.isEmpty()) {
        if (!Questions::canAsk())
            return fail(exitUsage, QStringLiteral("there is no terminal to ask on; say it by flags: ") +
                                       missing.join(QStringLiteral("; ")));
        if (!askForMissing(answers, before.settings))
            return fail(exitUsage, QStringLiteral("not all was answered; nothing is written"));
    }
    Settings settings = before.settings;
    takeOver(answers, settings);
    if (const QStringList problems = applyFlags(invocation, answers, settings); !problems.isEmpty())
        return failWith(problems);
    if (const auto error = writeSettingsFile(path, settingsFileText(settings)))
        return fail(exitEnvironment, *error);
    print(stdout, whatNext(path, settings, answers));
    return 0;
}

} // namespace parlance::cli
