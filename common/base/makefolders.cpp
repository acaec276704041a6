#include "base/makefolders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>

namespace parlance {

namespace {

/// The topmost one that is missing, and so the first to be made.
QString firstMissing(const QString& folder)
{
    QString missing = folder;
    for (QString above = QFileInfo(missing).path(); above != missing && !QFileInfo(above).isDir();
         above = QFileInfo(missing).path())
        missing = above;
    return missing;
}

} // namespace

std::optional<QString> makeFolders(const QString& path)
{
    const QString folder = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    while (!QFileInfo(folder).isDir()) {
        const QString next = firstMissing(folder);
        if (::mkdir(QFile::encodeName(next).constData(), S_IRWXU | S_IRWXG | S_IRWXO) == 0)
            continue;
        const int error = errno;
        if (error == EEXIST && QFileInfo(next).isDir()) // somebody else has made it meanwhile
            continue;
        const QString why = error == EEXIST ? QStringLiteral("a file is in the way") : qt_error_string(error);
        return next == folder ? why : QStringLiteral("%1: %2").arg(next, why);
    }
    return std::nullopt;
}

} // namespace parlance
