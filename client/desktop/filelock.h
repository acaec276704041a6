#pragma once

#include <QString>

namespace parlance::client {

/// A lock that one holder on this machine has at a time and that the kernel takes back however the holder ends, also by
/// kill -9 and whatever process gets its number afterwards. (QLockFile asks for the number and name of the process,
/// which are the same each time in a sandbox.) The file stays when the lock is given back: who waits for it has it
/// open.
class FileLock {
  public:
    enum class State { Taken, HeldByAnother, Failed };

    explicit FileLock(const QString& path)
        : m_path(path)
    {}
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// Never waits. Failed: the file cannot be made; see errno.
    State tryLock();

  private:
    QString m_path;
    int m_file = -1; // open while we hold the lock
};

} // namespace parlance::client
