#include "sqlite/tidyvfs.h"

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <span>
#include <sqlite3.h>

namespace parlance {

namespace {

sqlite3_vfs* under = nullptr;

/// A file as SQLite sees it. What the file system below needs follows it in memory.
struct File {
    sqlite3_file base;
    bool isDatabase; ///< else a log, or something passing
    int mapEvery;    ///< pages from one pointer map to the next; 0: it has none; -1: not known yet
};

sqlite3_file* below(sqlite3_file* file)
{
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
}

/// Hands a call on.
template <auto Method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments)
{
    return (below(file)->pMethods->*Method)(below(file), arguments...);
}

/// The bytes between a page's list of rows and its rows, see "B-tree Pages" of SQLite's file format. Nothing for a page
/// of another kind, or one that makes no sense.
std::span<char> gapOf(std::span<char> page, bool isFirst)
{
    const size_t head = isFirst ? 100 : 0; // behind the head of the file
    const char kind = page[head];
    const bool isLeaf = kind == 10 || kind == 13;
    if (!isLeaf && kind != 2 && kind != 5)
        return {};
    const size_t rows = qFromBigEndian<quint16>(page.data() + head + 3);
    const size_t start = qFromBigEndian<quint16>(page.data() + head + 5);
    const size_t end = start == 0 ? 65'536 : start;
    const size_t begin = head + (isLeaf ? 8 : 12) + 2 * rows;
    return begin <= end && end <= page.size() ? page.subspan(begin, end - begin) : std::span<char>();
}

/// Whether the first byte of a page tells its kind. A page of a long row begins with the number of the next one
/// instead, whose first byte is smaller than that of any other kind while there are fewer pages than this.
bool tellsKinds(sqlite3_file* file, int pageSize)
{
    constexpr sqlite3_int64 manyPages = 0x02000000;
    sqlite3_int64 size = 0;
    return pass<&sqlite3_io_methods::xFileSize>(file, &size) == SQLITE_OK && size / pageSize < manyPages - 1;
}

/// A database with PRAGMA auto_vacuum has pages that say which page points to which, the second one first, see "Pointer
/// Map or Ptrmap Pages". Their first byte may be any kind's. `head`: of the file.
int mapEvery(const char* head, int pageSize)
{
    const bool hasMaps = qFromBigEndian<quint32>(head + 52) != 0;
    return hasMaps ? (pageSize - static_cast<unsigned char>(head[20])) / 5 + 1 : 0;
}

bool isPointerMap(sqlite3_file* file, int pageSize, sqlite3_int64 offset)
{
    int& every = reinterpret_cast<File*>(file)->mapEvery;
    if (every < 0) {
        QByteArray head(100, '\0'); // as it stays in a file that is shorter
        pass<&sqlite3_io_methods::xRead>(file, static_cast<void*>(head.data()), int(head.size()), sqlite3_int64(0));
        every = mapEvery(head.constData(), pageSize);
    }
    if (every == 0 || offset == 0)
        return false;
    constexpr sqlite3_int64 lockByte = 0x40000000; // whose page SQLite leaves out
    const sqlite3_int64 page = offset / pageSize + 1;
    const sqlite3_int64 map = (page - 2) / every * every + 2;
    return page == (map == lockByte / pageSize + 1 ? map + 1 : map);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    const bool isPage = reinterpret_cast<File*>(file)->isDatabase && size >= 512 && offset % size == 0;
    if (isPage && offset == 0)
        reinterpret_cast<File*>(file)->mapEvery = mapEvery(static_cast<const char*>(bytes), size);
    if (isPage && tellsKinds(file, size) && !isPointerMap(file, size, offset)) {
        QByteArray page(static_cast<const char*>(bytes), size);
        const auto gap = gapOf(std::span(page.data(), size_t(size)), offset == 0);
        std::ranges::fill(gap, '\0');
        return pass<&sqlite3_io_methods::xWrite>(file, page.constData(), size, offset);
    }
    return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
}

constexpr sqlite3_io_methods fileMethods()
{
    using M = sqlite3_io_methods;
    M m{};
    m.iVersion = 2; // without what maps a file into memory, which nothing here uses
    m.xClose = pass<&M::xClose>;
    m.xRead = pass<&M::xRead>;
    m.xWrite = write;
    m.xTruncate = pass<&M::xTruncate>;
    m.xSync = pass<&M::xSync>;
    m.xFileSize = pass<&M::xFileSize>;
    m.xLock = pass<&M::xLock>;
    m.xUnlock = pass<&M::xUnlock>;
    m.xCheckReservedLock = pass<&M::xCheckReservedLock>;
    m.xFileControl = pass<&M::xFileControl>;
    m.xSectorSize = pass<&M::xSectorSize>;
    m.xDeviceCharacteristics = pass<&M::xDeviceCharacteristics>;
    m.xShmMap = pass<&M::xShmMap>;
    m.xShmLock = pass<&M::xShmLock>;
    m.xShmBarrier = [](sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); };
    m.xShmUnmap = pass<&M::xShmUnmap>;
    return m;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    static constexpr sqlite3_io_methods methods = fileMethods();
    const int result = under->xOpen(under, name, below(file), flags, outFlags);
    file->pMethods = below(file)->pMethods ? &methods : nullptr;
    reinterpret_cast<File*>(file)->isDatabase = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    reinterpret_cast<File*>(file)->mapEvery = -1;
    return result;
}

sqlite3_vfs made()
{
    under = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs = *under;
    vfs.zName = "parlance";
    vfs.szOsFile = int(sizeof(File)) + under->szOsFile;
    vfs.pNext = nullptr;
    vfs.xOpen = open;
    return vfs;
}

} // namespace

const char* tidyVfs()
{
    static sqlite3_vfs vfs = made();
    static const int registered [[maybe_unused]] = sqlite3_vfs_register(&vfs, 0);
    return vfs.zName;
}

} // namespace parlance
