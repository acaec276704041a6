#include "desktop/filelock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace parlance::client {

FileLock::~FileLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

FileLock::State FileLock::tryLock()
{
    if (m_file >= 0)
        return State::Taken;
    const int file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return State::Failed;
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        m_file = file;
        return State::Taken;
    }
    const int error = errno;
    ::close(file);
    errno = error;
    return error == EWOULDBLOCK ? State::HeldByAnother : State::Failed;
}

} // namespace parlance::client
