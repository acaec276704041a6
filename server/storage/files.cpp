#include "storage/files.h"

#include "base/logging.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace parlance {

namespace {

QString folderOf(const QString& path)
{
    return QFileInfo(path).absolutePath();
}

/// What errno says.
QString reason()
{
    return qt_error_string(errno);
}

/// Gives a file a name that nothing has. The file may keep its first name besides.
bool nameAnew(const QByteArray& from, const QByteArray& to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    // What does not know this (NFS, old kernels) knows links; FAT knows this and no links.
    return (errno == EINVAL || errno == ENOSYS) && ::link(from.constData(), to.constData()) == 0;
}

} // namespace

bool isThere(const QString& path)
{
    struct stat status {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0;
}

qint64 freeSpaceFor(const QString& path)
{
    std::error_code error;
    const auto space = std::filesystem::space(folderOf(path).toStdString(), error);
    return error ? -1 : qint64(space.available);
}

std::optional<QString> putInPlace(QTemporaryFile& file, const QString& path, bool overwrite)
{
    if (::fsync(file.handle()) != 0)
        return reason();
    const QByteArray from = QFile::encodeName(file.fileName());
    const QByteArray to = QFile::encodeName(path);
    const bool isNamed = overwrite ? std::rename(from.constData(), to.constData()) == 0 : nameAnew(from, to);
    if (!isNamed)
        return reason();
    file.setAutoRemove(isThere(file.fileName())); // else it has no other name any more
    return syncFolder(folderOf(path)) ? std::nullopt : std::optional(reason());
}

QString unfinished(const QString& path)
{
    return path + QStringLiteral(".unfinished-XXXXXX");
}

void removeUnfinished(const QString& path)
{
    const QFileInfo file(path);
    const QString left = file.fileName() + QStringLiteral(".unfinished-??????");
    const QStringList leftovers{left, left + QStringLiteral("-journal"), left + QStringLiteral("-wal"),
                                left + QStringLiteral("-shm")};
    QDir folder = file.absoluteDir();
    for (const QString& name : folder.entryList(leftovers, QDir::Files | QDir::Hidden | QDir::System)) {
        if (folder.remove(name))
            qCInfo(logStore).noquote() << folder.filePath(name) << "removed: an unfinished copy of" << path;
    }
}

bool keepAs(const QString& path, const QString& second)
{
    return ::link(QFile::encodeName(path).constData(), QFile::encodeName(second).constData()) == 0;
}

bool syncFolder(const QString& folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0)
        ::close(descriptor);
    return synced;
}

FolderOwner::FolderOwner(const QString& folder)
{
    struct stat status {};
    if (::geteuid() != 0 || ::stat(QFile::encodeName(folder).constData(), &status) != 0 || status.st_uid == 0)
        return;
    m_isChanged = ::setegid(status.st_gid) == 0 && ::seteuid(status.st_uid) == 0;
}

FolderOwner::~FolderOwner()
{
    if (m_isChanged && (::seteuid(0) != 0 || ::setegid(0) != 0))
        std::abort(); // what follows would be done as somebody else
}

} // namespace parlance
