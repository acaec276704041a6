#pragma once

#include <QString>

#include <optional>

class QTemporaryFile;

/// Files that must be whole or not there.
namespace parlance {

/// A name that stands for something, also for a link that leads nowhere.
bool isThere(const QString& path);

/// Bytes that may be written where this file is to be; -1: unknown.
qint64 freeSpaceFor(const QString& path);

/// The file gets its name once it is on the disk, and the name is, too, before this returns. Without `overwrite` it
/// fails where something has that name. Says why it failed, if it did.
std::optional<QString> putInPlace(QTemporaryFile& file, const QString& path, bool overwrite);

/// The QTemporaryFile template for a file that putInPlace() will give the name `path`.
QString unfinished(const QString& path);

/// Removes such files that a killed program left. The caller must hold the lock of `path`.
void removeUnfinished(const QString& path);

/// A second name for a file, so that it stays when the first is given to another one.
bool keepAs(const QString& path, const QString& second);

/// What was renamed, linked and removed in the folder is on the disk.
bool syncFolder(const QString& folder);

/// While it lives, root is the owner of this folder: what is made in it is theirs, and what they may not write is not
/// written for them through a link. Nothing for anybody but root.
class FolderOwner {
  public:
    explicit FolderOwner(const QString& folder);
    ~FolderOwner();
    FolderOwner(const FolderOwner&) = delete;
    FolderOwner& operator=(const FolderOwner&) = delete;

  private:
    bool m_isChanged = false;
};

} // namespace parlance
