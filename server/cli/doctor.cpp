#include "app/logformat.h"
#include "app/output.h"
#include "cli/checks.h"
#include "cli/commands.h"

#include <QFileInfo>

namespace parlance::cli {

namespace {

QString lineFor(const Finding& finding)
{
    constexpr qsizetype levelWidth = 8;
    constexpr qsizetype whatWidth = 12;
    const QString level = finding.level == Level::Fine      ? QStringLiteral("ok")
                          : finding.level == Level::Warning ? QStringLiteral("warning")
                                                            : QStringLiteral("problem");
    return level.leftJustified(levelWidth) + finding.what.leftJustified(whatWidth) + u' ' + safeLine(finding.text) +
           u'\n';
}

std::vector<Finding> settingsChecks(const Configuration& configuration)
{
    const QString what = QStringLiteral("settings");
    std::vector<Finding> findings;
    for (const QString& problem : configuration.problems + contradictions(configuration.settings))
        findings.push_back({Level::Problem, what, problem});
    for (const QString& warning : configuration.warnings)
        findings.push_back({Level::Warning, what, warning});
    const QFileInfo file(configuration.file);
    if (!configuration.settings.password.isEmpty() && file.permissions().testFlag(QFile::ReadOther)) {
        findings.push_back({Level::Warning, what,
                            QStringLiteral("everybody may read the password: chmod o= %1").arg(configuration.file)});
    }
    if (findings.empty()) {
        const QString from = configuration.file.isEmpty() ? QStringLiteral("no file is read") : configuration.file;
        findings.push_back({Level::Fine, what, from});
    }
    return findings;
}

} // namespace

int doctor(const Invocation& invocation)
{
    QStringList problems;
    Configuration configuration = readConfiguration(sourcesOf(invocation, problems));
    configuration.problems += problems;
    const Settings& settings = configuration.settings;
    const Account account = serverAccount(settings.dataFolder);
    std::vector<Finding> findings = settingsChecks(configuration);
    for (const auto& more : {netChecks(settings, account), dataChecks(settings, account),
                             databaseChecks(settings, account), redisChecks(settings), hostChecks(settings)})
        findings.insert(findings.end(), more.begin(), more.end());
    bool isWell = true;
    for (const Finding& finding : findings) {
        print(stdout, lineFor(finding));
        isWell = isWell && finding.level != Level::Problem;
    }
    return isWell ? 0 : exitEnvironment;
}

} // namespace parlance::cli
