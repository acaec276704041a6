#include "support/postgresserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QThread>

#include <csignal>
#include <pwd.h>
#include <unistd.h>

namespace parlance::test {

namespace {

constexpr int patience = 60'000; // ms

/// The newest that is installed.
QString programFolder()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    const QStringList all = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString& version : all) {
        if (const QString folder = versions.filePath(version + QStringLiteral("/bin")); QDir(folder).exists())
            return folder;
    }
    qFatal("there is no PostgreSQL server below %s", qPrintable(versions.path()));
}

} // namespace

PostgresServer::PostgresServer()
    : m_programs(programFolder())
{
    if (::geteuid() == 0) {
        const passwd* owner = ::getpwnam("postgres");
        if (!owner || ::chown(qPrintable(m_folder.path()), owner->pw_uid, owner->pw_gid) != 0)
            qFatal("there is no user postgres who could own a folder");
    }
    run(m_programs + QStringLiteral("/initdb"),
        {QStringLiteral("-D"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("-U"),
         QStringLiteral("parlance"), QStringLiteral("--auth=trust"), QStringLiteral("--no-sync"), QStringLiteral("-E"),
         QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8")});
    start();
}

PostgresServer::~PostgresServer()
{
    stop();
}

QStringList PostgresServer::asOwner(const QString& program, const QStringList& arguments) const
{
    QStringList command{QStringLiteral("setpriv"),
                        QStringLiteral("--pdeathsig=QUIT")}; // it ends with a test that aborts
    if (::geteuid() == 0) {
        command +=
            {QStringLiteral("--reuid=postgres"), QStringLiteral("--regid=postgres"), QStringLiteral("--clear-groups")};
    }
    return command + QStringList{program} + arguments;
}

void PostgresServer::run(const QString& program, const QStringList& arguments)
{
    QStringList command = asOwner(program, arguments);
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.takeFirst(), command);
    if (!process.waitForFinished(patience) || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(program), process.readAll().constData());
}

void PostgresServer::start()
{
    QStringList command = asOwner(
        m_programs + QStringLiteral("/postgres"),
        {QStringLiteral("-D"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("-k"), m_folder.path(),
         QStringLiteral("-c"), QStringLiteral("listen_addresses="), QStringLiteral("-c"), QStringLiteral("fsync=off")});
    m_server.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    m_server.setWorkingDirectory(m_folder.path());
    m_server.start(command.takeFirst(), command);
    if (!m_server.waitForStarted(patience))
        qFatal("PostgreSQL does not start");
    const QDeadlineTimer deadline(patience);
    while (!isReady()) {
        if (deadline.hasExpired() || m_server.state() == QProcess::NotRunning)
            qFatal("PostgreSQL does not start, see %s", qPrintable(m_folder.filePath(QStringLiteral("log"))));
        QThread::msleep(10); // there is nothing to wait for but its socket
    }
}

bool PostgresServer::isReady() const
{
    return QProcess::execute(m_programs + QStringLiteral("/pg_isready"),
                             {QStringLiteral("-q"), QStringLiteral("-h"), m_folder.path()}) == 0;
}

void PostgresServer::stop()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_server.processId()), SIGQUIT);
    m_server.waitForFinished(patience);
}

QString PostgresServer::url(const QString& database) const
{
    return QStringLiteral("postgresql:///%1?host=%2&user=parlance").arg(database, m_folder.path());
}

QString PostgresServer::makeDatabase(const QString& encoding)
{
    const QString name = QStringLiteral("test%1").arg(++m_databases);
    run(m_programs + QStringLiteral("/createdb"),
        {QStringLiteral("-h"), m_folder.path(), QStringLiteral("-U"), QStringLiteral("parlance"), QStringLiteral("-T"),
         QStringLiteral("template0"), QStringLiteral("--locale=C"), QStringLiteral("-E"), encoding, name});
    return url(name);
}

} // namespace parlance::test
