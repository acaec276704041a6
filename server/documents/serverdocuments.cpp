#include "documents/serverdocuments.h"

#include "app/settingstext.h"
#include "documents/completions.h"
#include "documents/serverline.h"
#include "documents/serverpages.h"

namespace parlance::documents {

std::vector<Document> serverDocuments()
{
    const CommandLine line = serverLine();
    Settings packaged;
    packaged.dataFolder = QStringLiteral("/var/lib/parlance"); // systemd's StateDirectory in the packages
    return {
        {QStringLiteral("packaging/man/parlanced.8"), programPage(line).toUtf8()},
        {QStringLiteral("packaging/man/parlanced.toml.5"), settingsPage().toUtf8()},
        {QStringLiteral("packaging/completions/parlanced.bash"), bashCompletion(line).toUtf8()},
        {QStringLiteral("packaging/completions/_parlanced"), zshCompletion(line).toUtf8()},
        {QStringLiteral("packaging/completions/parlanced.fish"), fishCompletion(line).toUtf8()},
        {QStringLiteral("packaging/parlanced.toml"), settingsFileText(packaged).toUtf8()},
    };
}

} // namespace parlance::documents
