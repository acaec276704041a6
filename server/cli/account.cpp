#include "cli/account.h"

#include <QFile>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::cli {

namespace {

Account accountOf(const passwd* entry)
{
    return {entry->pw_uid, entry->pw_gid, QString::fromLocal8Bit(entry->pw_name)};
}

} // namespace

Account serverAccount(const QString& dataFolder)
{
    struct stat status = {};
    const bool exists = ::stat(QFile::encodeName(dataFolder).constData(), &status) == 0;
    if (exists && status.st_uid != 0) {
        const passwd* owner = ::getpwuid(status.st_uid);
        return owner ? accountOf(owner) : Account{status.st_uid, status.st_gid, QString::number(status.st_uid)};
    }
    if (::geteuid() == 0) {
        if (const passwd* own = ::getpwnam("parlance"))
            return accountOf(own);
    }
    const passwd* self = ::getpwuid(::geteuid());
    return self ? accountOf(self) : Account{::geteuid(), ::getegid(), QString::number(::geteuid())};
}

bool canTry(const Account& account)
{
    return ::geteuid() == 0 || account.user == ::geteuid();
}

bool mayAccess(const Account& account, const QString& path, int mode)
{
    const QByteArray name = QFile::encodeName(path);
    if (account.user == ::geteuid())
        return ::access(name.constData(), mode) == 0;
    const QByteArray user = account.name.toLocal8Bit();
    const pid_t child = ::fork();
    if (child == 0) {
        const bool isThem = ::initgroups(user.constData(), account.group) == 0 && ::setgid(account.group) == 0 &&
                            ::setuid(account.user) == 0;
        ::_exit(isThem && ::access(name.constData(), mode) == 0 ? 0 : 1);
    }
    int status = 1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

} // namespace parlance::cli
