#pragma once

#include <QByteArray>
#include <QString>

/// Files and folders that only their owner may look into. Each function says in one line what has failed, or nothing.
namespace parlance::client {

using Failure = QString; ///< empty: it was done

/// Makes the folder, the ones above it as the system likes.
[[nodiscard]] Failure makePrivateFolder(const QString& path);

/// Takes away what others may do with the file or folder, which is there.
[[nodiscard]] Failure makePrivate(const QString& path);

/// The new file is never open to others, not for an instant. It takes the old one's place when it is whole and on the
/// disk.
[[nodiscard]] Failure replacePrivateFile(const QString& path, const QByteArray& content);

} // namespace parlance::client
