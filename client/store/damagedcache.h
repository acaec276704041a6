#pragma once

#include <QDateTime>
#include <QString>

namespace parlance::client {

/// Whether a cache's file is not what SQLite has written: cut off, overwritten, or no database at all. Looks at every
/// page of it, so it is asked after a fault only. A file of a newer version, or one that may not be read, is not
/// damaged.
bool isDamagedCache(const QString& path);

/// Renames the file, and the log beside it, so that a new one can take its place; somebody may want to rescue what is
/// in it. Where it is then; empty if it stays where it was.
QString putCacheAside(const QString& path, const QDateTime& now);

} // namespace parlance::client
