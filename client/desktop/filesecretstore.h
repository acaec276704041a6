#pragma once

#include "ports/secretstore.h"

#include <QObject>

#include <map>

namespace parlance::client {

/// Secrets in a file that only its owner may read and write, in a folder that only they may look into; both are made
/// so, and made so again where they have become more open. A line is `key TAB secret in base64`. The file is replaced
/// as a whole, so that a crash leaves the old one or the new one. One that makes no sense is an error that names it,
/// and is left as it is. Reads and writes at once, in the caller's thread: it is a few hundred bytes.
class FileSecretStore final : public QObject, public SecretStore {
    Q_OBJECT
  public:
    static constexpr qint64 maxSize = 1024 * 1024; ///< bytes; a larger file is not one of ours

    explicit FileSecretStore(const QString& path);

    QString place() const override { return tr("a file that only you can read"); }
    void load(const QString& key, Callback<void(Result<QString>)> done) override;

    /// BadRequest: the key is empty or has control characters in it.
    void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) override;
    void remove(const QString& key, Callback<void(std::optional<Error>)> done) override;

  private:
    using Secrets = std::map<QString, QString>;

    Result<Secrets> read() const;
    Result<Secrets> parse(const QByteArray& content) const;
    std::optional<Error> write(const Secrets& secrets) const;
    std::optional<Error> change(const QString& key, const QString& secret) const;
    Error damaged(const QString& what) const;

    QString m_path;
};

} // namespace parlance::client
