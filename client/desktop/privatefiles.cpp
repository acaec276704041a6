#include "desktop/privatefiles.h"

#include "base/makefolders.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace parlance::client {

namespace {

constexpr auto ownersFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto ownersFolder = ownersFile | QFile::ExeOwner;
constexpr auto othersPermissions =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

std::filesystem::path native(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace

Failure makePrivateFolder(const QString& path)
{
    if (QFileInfo(path).isDir())
        return makePrivate(path);
    const QString above = QFileInfo(path).absolutePath();
    const auto failure = [&path](const QString& why) {
        return QStringLiteral("cannot make the folder %1: %2").arg(path, why);
    };
    if (const auto why = makeFolders(above))
        return failure(*why);
    if (::mkdir(QFile::encodeName(path).constData(), S_IRWXU) != 0)
        return failure(qt_error_string());
    return {};
}

Failure makePrivate(const QString& path)
{
    const QFileInfo info(path);
    if (!(info.permissions() & othersPermissions))
        return {};
    if (QFile::setPermissions(path, info.isDir() ? ownersFolder : ownersFile))
        return {};
    return QStringLiteral("others may read %1, and that cannot be changed").arg(path);
}

Failure replacePrivateFile(const QString& path, const QByteArray& content)
{
    QTemporaryFile next(path + QStringLiteral(".XXXXXX")); // mode 0600 from its creation, as mkstemp() does it
    const auto failure = [&path](const QString& why) { return QStringLiteral("cannot write %1: %2").arg(path, why); };
    if (!next.open() || next.write(content) != content.size() || !next.flush())
        return failure(next.errorString());
    if (::fsync(next.handle()) != 0) // else a power cut could leave an empty file under the name
        return failure(qt_error_string());
    std::error_code error;
    std::filesystem::rename(native(next.fileName()), native(path), error);
    if (error)
        return failure(QString::fromStdString(error.message()));
    next.setAutoRemove(false);
    return {};
}

} // namespace parlance::client
