#pragma once

#include <QByteArray>

#include <mutex>
#include <unordered_map>
#include <vector>

struct sqlite3_file;

namespace parlance::faults {

/// What was written to files and not synced since, with what was there before: all that a loss of power may undo.
class Unsynced {
  public:
    /// Just before it is written, or cut off.
    void writing(sqlite3_file* file, QByteArray bytes, qint64 offset);
    void truncating(sqlite3_file* file, qint64 size);
    void forget(sqlite3_file* file); ///< synced or closed

    /// Every file keeps what was written up to some point, of the write there only the first sectors, and nothing else.
    void tear(unsigned seed);

  private:
    struct Change {
        qint64 offset;
        QByteArray before; // of the bytes that existed
        QByteArray after;
        qint64 sizeBefore;
    };

    void add(sqlite3_file* file, QByteArray after, qint64 offset, qint64 end);
    static void undo(sqlite3_file* file, const Change& change);

    std::mutex m_mutex;
    std::unordered_map<sqlite3_file*, std::vector<Change>> m_changes;
};

} // namespace parlance::faults
