#pragma once

#include <QString>

namespace parlance {

/// Keeps a second server away from what the first one writes. The kernel lets go when the process ends, however it
/// does, so nothing has to be cleaned up after a crash. The file stays.
class FileLock {
  public:
    explicit FileLock(const QString& path);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

    bool isHeld() const { return m_descriptor >= 0; }
    /// Not held because somebody else holds it; else because the file cannot be opened.
    bool isTaken() const { return m_taken; }
    /// Why it is not held, in the system's words.
    QString problem() const { return m_problem; }

  private:
    int m_descriptor = -1;
    bool m_taken = false;
    QString m_problem;
};

} // namespace parlance
