#pragma once

#include "models/account.h"

#include <memory>

namespace parlance::client {

/// The files in which accounts keep their messages, drafts and outboxes, one for each account in one folder. A damaged
/// one is put aside and begun anew; what cannot be kept is among the account's troubles. Preferences, secrets and wheel
/// must outlive it.
class AccountFiles {
  public:
    AccountFiles(QString folder, Preferences& preferences, SecretStore& secrets, DeadlineWheel& wheel);

    /// An account with its file, or without one where there can be none.
    std::unique_ptr<Account> open(const AccountInfo& info) const;

    /// Removes an account's files, including those that were put aside.
    void remove(const QString& account) const;

  private:
    std::unique_ptr<Account> make(const AccountInfo& info, std::unique_ptr<Cache> cache) const;
    QString path(const QString& account) const;
    QString mark(const QString& account) const;

    QString m_folder;
    Preferences& m_preferences;
    SecretStore& m_secrets;
    DeadlineWheel& m_wheel;
};

} // namespace parlance::client
