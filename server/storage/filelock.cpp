#include "storage/filelock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace parlance {

FileLock::FileLock(const QString& path)
    : m_descriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
{
    if (m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0)
        return;
    const int error = errno;
    m_problem = qt_error_string(error);
    m_taken = m_descriptor >= 0 && error == EWOULDBLOCK;
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

FileLock::~FileLock()
{
    if (isHeld())
        ::close(m_descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_taken(other.m_taken)
    , m_problem(std::move(other.m_problem))
{}

} // namespace parlance
