#include "service/journal.h"

#include <QByteArray>

#include <sys/stat.h>

namespace parlance {

bool isJournal(int descriptor)
{
    const QByteArray stream = qgetenv("JOURNAL_STREAM"); // device:inode, in decimal
    struct stat file {};
    if (stream.isEmpty() || ::fstat(descriptor, &file) != 0)
        return false;
    return stream == QByteArray::number(quint64(file.st_dev)) + ':' + QByteArray::number(quint64(file.st_ino));
}

} // namespace parlance
