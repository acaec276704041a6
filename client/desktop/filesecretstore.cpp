#include "desktop/filesecretstore.h"

#include "desktop/privatefiles.h"

#include <QFile>
#include <QFileInfo>

namespace parlance::client {

namespace {

Error fileError(const Failure& failure)
{
    return {ErrorCode::Internal, failure, {}};
}

bool isSecretKey(const QString& text)
{
    return !text.isEmpty() && std::ranges::none_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

FileSecretStore::FileSecretStore(const QString& path)
    : m_path(path)
{}

void FileSecretStore::load(const QString& key, Callback<void(Result<QString>)> done)
{
    auto answer = [this, key, done = std::move(done)]() mutable {
        auto secrets = read();
        if (secrets)
            done((*secrets)[key]); // empty where there is none
        else
            done(secrets.error());
    };
    QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
}

void FileSecretStore::save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done)
{
    QMetaObject::invokeMethod(
        this, [this, key, secret, done = std::move(done)]() mutable { done(change(key, secret)); },
        Qt::QueuedConnection);
}

void FileSecretStore::remove(const QString& key, Callback<void(std::optional<Error>)> done)
{
    save(key, {}, std::move(done));
}

/// An empty secret is none.
std::optional<Error> FileSecretStore::change(const QString& key, const QString& secret) const
{
    if (!isSecretKey(key))
        return Error{ErrorCode::BadRequest, QStringLiteral("A secret's key is empty or has control characters"), {}};
    auto secrets = read();
    if (!secrets)
        return secrets.error();
    if ((*secrets)[key] == secret)
        return std::nullopt;
    (*secrets)[key] = secret;
    return write(*secrets);
}

Result<FileSecretStore::Secrets> FileSecretStore::read() const
{
    QFile file(m_path);
    if (!QFileInfo::exists(m_path))
        return Secrets();
    if (const Failure failure = makePrivate(m_path); !failure.isEmpty())
        return fileError(failure);
    if (!file.open(QFile::ReadOnly))
        return fileError(QStringLiteral("cannot read %1: %2").arg(m_path, file.errorString()));
    if (file.size() > maxSize)
        return damaged(QStringLiteral("larger than %1 bytes").arg(maxSize));
    return parse(file.readAll());
}

Result<FileSecretStore::Secrets> FileSecretStore::parse(const QByteArray& content) const
{
    Secrets secrets;
    QList<QByteArray> lines = content.split('\n');
    if (!lines.takeLast().isEmpty()) // what was cut off may be valid Base64
        return damaged(QStringLiteral("its last line has no end"));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype tab = lines[i].indexOf('\t');
        const QString key = QString::fromUtf8(lines[i].first(std::max<qsizetype>(tab, 0)));
        const auto secret =
            QByteArray::fromBase64Encoding(lines[i].sliced(tab + 1), QByteArray::AbortOnBase64DecodingErrors);
        if (tab < 0 || !isSecretKey(key) || !secret || !secrets.emplace(key, QString::fromUtf8(*secret)).second)
            return damaged(QStringLiteral("line %1 makes no sense").arg(i + 1));
    }
    return secrets;
}

std::optional<Error> FileSecretStore::write(const Secrets& secrets) const
{
    QByteArray content;
    for (const auto& [key, secret] : secrets) {
        if (!secret.isEmpty())
            content += key.toUtf8() + '\t' + secret.toUtf8().toBase64() + '\n';
    }
    Failure failure = makePrivateFolder(QFileInfo(m_path).absolutePath());
    if (failure.isEmpty())
        failure = replacePrivateFile(m_path, content);
    return failure.isEmpty() ? std::nullopt : std::optional(fileError(failure));
}

Error FileSecretStore::damaged(const QString& what) const
{
    return fileError(
        QStringLiteral("The file of secrets %1 is damaged: %2. Mend it, or move it away and sign in again.")
            .arg(m_path, what));
}

} // namespace parlance::client
