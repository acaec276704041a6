#include "app/output.h"
#include "cli/commands.h"
#include "protocol/limits.h"

#include <QSslSocket>

#include <sqlite3.h>

namespace parlance::cli {

int version(const Invocation&)
{
    print(stdout, QStringLiteral("parlanced %1\nprotocol %2\nQt %3\nSQLite %4\nTLS by %5\n")
                      .arg(QStringLiteral(PARLANCE_VERSION))
                      .arg(protocolVersion)
                      .arg(QLatin1String(qVersion()), QLatin1String(sqlite3_libversion()),
                           QSslSocket::sslLibraryVersionString()));
    return 0;
}

} // namespace parlance::cli
