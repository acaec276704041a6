#include "cli/writefile.h"

#include "base/makefolders.h"

#include <QFileInfo>
#include <QSaveFile>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parlance::cli {

namespace {

/// Whose group may read a file at this path; -1: as the system does it.
gid_t groupFor(const QString& path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) == 0)
        return status.st_gid;
    const group* server = ::geteuid() == 0 ? ::getgrnam("parlance") : nullptr;
    return server ? server->gr_gid : gid_t(-1);
}

} // namespace

std::optional<QString> writeSettingsFile(const QString& path, const QString& text)
{
    const auto cannot = [&path](const QString& why) {
        return QStringLiteral("cannot write %1: %2. Be somebody who may, or choose another file with --config")
            .arg(path, why);
    };
    if (const auto why = makeFolders(QFileInfo(path).absolutePath()))
        return cannot(QStringLiteral("its folder cannot be made (%1)").arg(*why));
    const gid_t group = groupFor(path);
    QSaveFile file(path);
    const mode_t before = ::umask(0077);
    const bool isOpen = file.open(QIODevice::WriteOnly);
    ::umask(before);
    if (!isOpen)
        return cannot(file.errorString());
    // Its rights before its content: there may be a password in it.
    if (::fchown(file.handle(), uid_t(-1), group) != 0 || ::fchmod(file.handle(), S_IRUSR | S_IWUSR | S_IRGRP) != 0)
        return cannot(qt_error_string());
    const QByteArray bytes = text.toUtf8();
    if (file.write(bytes) != bytes.size() || !file.commit())
        return cannot(file.errorString());
    return std::nullopt;
}

} // namespace parlance::cli
