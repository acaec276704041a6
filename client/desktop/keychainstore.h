#pragma once

#include "ports/secretstore.h"

#include <QObject>

namespace parlance::client {

/// Secrets in the desktop's keyring, by QtKeychain: the Secret Service (GNOME Keyring, KeePassXC, KWallet) or KWallet's
/// own interface. QtKeychain does one job after the other and never blocks; one that waits for a person who is asked to
/// unlock the keyring may take for ever. An error without code Forbidden in the first answer means that there is none.
class KeychainStore final : public QObject, public SecretStore {
    Q_OBJECT
  public:
    explicit KeychainStore(const QString& service);

    QString place() const override { return tr("the system's keyring"); }
    void load(const QString& key, Callback<void(Result<QString>)> done) override;
    void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) override;
    void remove(const QString& key, Callback<void(std::optional<Error>)> done) override;

  private:
    QString m_service;
};

} // namespace parlance::client
