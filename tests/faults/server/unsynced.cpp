#include "faults/server/unsynced.h"

#include <algorithm>
#include <random>
#include <sqlite3.h>

namespace parlance::faults {

namespace {

constexpr int sector = 512; // bytes; a disk writes one of them wholly or not at all

qint64 sizeOf(sqlite3_file* file)
{
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    return size;
}

} // namespace

void Unsynced::writing(sqlite3_file* file, QByteArray bytes, qint64 offset)
{
    const qint64 end = offset + bytes.size();
    add(file, std::move(bytes), offset, end);
}

void Unsynced::truncating(sqlite3_file* file, qint64 size)
{
    add(file, {}, size, sizeOf(file));
}

void Unsynced::add(sqlite3_file* file, QByteArray after, qint64 offset, qint64 end)
{
    Change change{offset, {}, std::move(after), sizeOf(file)};
    if (const qint64 there = std::min(end, change.sizeBefore) - offset; there > 0) {
        change.before.resize(there);
        file->pMethods->xRead(file, change.before.data(), int(there), offset);
    }
    const std::lock_guard lock(m_mutex);
    m_changes[file].push_back(std::move(change));
}

void Unsynced::forget(sqlite3_file* file)
{
    const std::lock_guard lock(m_mutex);
    m_changes.erase(file);
}

void Unsynced::undo(sqlite3_file* file, const Change& change)
{
    if (!change.before.isEmpty())
        file->pMethods->xWrite(file, change.before.constData(), int(change.before.size()), change.offset);
    if (sizeOf(file) > change.sizeBefore)
        file->pMethods->xTruncate(file, change.sizeBefore);
}

void Unsynced::tear(unsigned seed)
{
    const std::lock_guard lock(m_mutex);
    std::minstd_rand random(seed);
    for (auto& [file, changes] : m_changes) {
        const size_t kept = random() % (changes.size() + 1);
        for (size_t i = changes.size(); i > kept; --i)
            undo(file, changes[i - 1]);
        if (kept == changes.size())
            continue;
        const Change& torn = changes[kept];
        const auto sectors = int(random() % unsigned(torn.after.size() / sector + 1));
        if (sectors > 0)
            file->pMethods->xWrite(file, torn.after.constData(), sectors * sector, torn.offset);
    }
}

} // namespace parlance::faults
