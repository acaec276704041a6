#include "auth/keyfile.h"

#include "base/makefolders.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <sodium.h>

namespace parlance {

namespace {

Error cannot(const QString& what, const QString& path, const QString& why)
{
    return {ErrorCode::Internal,
            QStringLiteral("Cannot %1 %2: %3. Choose another folder with --data").arg(what, path, why),
            {}};
}

Result<QByteArray> makeKey(const QString& path, qsizetype length)
{
    QByteArray key(length, Qt::Uninitialized);
    randombytes_buf(key.data(), size_t(length));
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(key) == length && file.commit();
    if (!written)
        return cannot(QStringLiteral("write"), path, file.errorString());
    return key;
}

} // namespace

QString keyPath(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("token.key"));
}

std::optional<Error> makeFolder(const QString& folder)
{
    if (QDir(folder).exists())
        return std::nullopt;
    if (const auto why = makeFolders(folder))
        return cannot(QStringLiteral("make the folder"), folder, *why);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return std::nullopt;
}

Result<QByteArray> loadOrMakeKey(const QString& folder, qsizetype length)
{
    if (sodium_init() < 0)
        return Error{ErrorCode::Internal, QStringLiteral("libsodium found no source of random numbers"), {}};
    if (auto error = makeFolder(folder))
        return *std::move(error);
    const QString path = keyPath(folder);
    QFile file(path);
    if (!file.exists())
        return makeKey(path, length);
    if (!file.open(QIODevice::ReadOnly))
        return cannot(QStringLiteral("read"), path, file.errorString());
    QByteArray key = file.readAll();
    if (key.size() != length) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("%1 is damaged: it has %2 bytes instead of %3. Restore it from a backup, or delete "
                                    "it and everybody will be somebody new")
                         .arg(path)
                         .arg(key.size())
                         .arg(length),
                     {}};
    }
    return key;
}

} // namespace parlance
