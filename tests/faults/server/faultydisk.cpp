#include "faults/server/faultydisk.h"

#include "faults/server/unsynced.h"

#include <QList>

#include <array>
#include <atomic>
#include <csignal>
#include <sqlite3.h>
#include <unistd.h>
#include <utility>

namespace parlance::faults {

namespace {

enum class Kind { None, PowerLoss, Checkpoint, WriteError, SyncError, Gone, Full };

constexpr std::array kinds{
    std::pair{"power-loss", Kind::PowerLoss},
    std::pair{"checkpoint", Kind::Checkpoint},
    std::pair{"write-error", Kind::WriteError},
    std::pair{"sync-error", Kind::SyncError},
    std::pair{"gone", Kind::Gone},
    std::pair{"full", Kind::Full},
};
constexpr int fullFor = 30; // writes

Kind kind = Kind::None;
int when = 0;
QByteArray sign; // that it is gone
std::atomic<int> count = 0;
Unsynced unsynced;
sqlite3_vfs* real = nullptr; // what SQLite has otherwise
sqlite3_vfs disk;            // what it gets

/// A file as SQLite sees it. What the real one needs follows it in memory.
struct File {
    sqlite3_file base;
    bool isDatabase; // else a log, or something passing
};

bool isDatabase(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file)->isDatabase;
}

sqlite3_file* realOf(sqlite3_file* file)
{
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
}

/// Hands a call on.
template <auto method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments)
{
    return (realOf(file)->pMethods->*method)(realOf(file), arguments...);
}

void losePowerIfItIsTime()
{
    if (++count != when)
        return;
    unsynced.tear(unsigned(when));
    ::raise(SIGKILL);
}

int close(sqlite3_file* file)
{
    unsynced.forget(realOf(file));
    return pass<&sqlite3_io_methods::xClose>(file);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    if (kind == Kind::PowerLoss || (kind == Kind::Checkpoint && isDatabase(file)))
        losePowerIfItIsTime();
    if (kind == Kind::WriteError && ++count == when)
        return SQLITE_IOERR_WRITE;
    if (kind == Kind::Gone && ::access(sign.constData(), F_OK) == 0)
        return SQLITE_IOERR_WRITE;
    if (kind == Kind::Full && ++count >= when && count <= when + fullFor)
        return SQLITE_FULL;
    unsynced.writing(realOf(file), QByteArray(static_cast<const char*>(bytes), size), offset);
    return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    unsynced.truncating(realOf(file), size);
    return pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int sync(sqlite3_file* file, int flags)
{
    if (kind == Kind::PowerLoss)
        losePowerIfItIsTime();
    if (kind == Kind::SyncError && ++count == when)
        return SQLITE_IOERR_FSYNC;
    const int result = pass<&sqlite3_io_methods::xSync>(file, flags);
    if (result == SQLITE_OK)
        unsynced.forget(realOf(file));
    return result;
}

constexpr sqlite3_io_methods fileMethods()
{
    using M = sqlite3_io_methods;
    M m{};
    m.iVersion = 2; // without what maps a file into memory, where nobody sees what is written
    m.xClose = close;
    m.xRead = pass<&M::xRead>;
    m.xWrite = write;
    m.xTruncate = truncate;
    m.xSync = sync;
    m.xFileSize = pass<&M::xFileSize>;
    m.xLock = pass<&M::xLock>;
    m.xUnlock = pass<&M::xUnlock>;
    m.xCheckReservedLock = pass<&M::xCheckReservedLock>;
    m.xFileControl = pass<&M::xFileControl>;
    m.xSectorSize = pass<&M::xSectorSize>;
    m.xDeviceCharacteristics = pass<&M::xDeviceCharacteristics>;
    m.xShmMap = pass<&M::xShmMap>;
    m.xShmLock = pass<&M::xShmLock>;
    m.xShmBarrier = [](sqlite3_file* file) { realOf(file)->pMethods->xShmBarrier(realOf(file)); };
    m.xShmUnmap = pass<&M::xShmUnmap>;
    return m;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    static constexpr sqlite3_io_methods methods = fileMethods();
    const int result = real->xOpen(real, name, realOf(file), flags, outFlags);
    file->pMethods = realOf(file)->pMethods ? &methods : nullptr;
    reinterpret_cast<File*>(file)->isDatabase = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    return result;
}

} // namespace

bool useFaultyDisk(const QByteArray& wanted)
{
    if (wanted.isEmpty())
        return true;
    const QList<QByteArray> parts = wanted.split(':');
    for (const auto& [name, each] : kinds) {
        if (parts.size() == 2 && parts[0] == name)
            kind = each;
    }
    sign = kind == Kind::Gone ? parts[1] : QByteArray();
    when = kind == Kind::None ? 0 : parts[1].toInt();
    if (when <= 0 && sign.isEmpty())
        return false;
    real = sqlite3_vfs_find(nullptr);
    disk = *real;
    disk.zName = "faulty";
    disk.szOsFile += int(sizeof(File));
    disk.xOpen = open;
    return sqlite3_vfs_register(&disk, 1) == SQLITE_OK;
}

} // namespace parlance::faults
