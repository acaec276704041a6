#pragma once

#include "ports/secretstore.h"

#include <memory>

namespace parlance::client {

/// The keyring where there is one, else the file. The keyring's first answer decides it for the life of the program:
/// an error means that there is none, unless a person has refused (Forbidden), which is passed on, as are all errors of
/// a keyring that has worked once. What an earlier run without a keyring has left in the file is still found, and goes
/// from there as soon as the keyring has it.
class FallbackSecretStore final : public SecretStore {
  public:
    FallbackSecretStore(std::unique_ptr<SecretStore> keyring, std::unique_ptr<SecretStore> file);

    /// Of the keyring until it is known.
    QString place() const override { return inUse().place(); }

    void load(const QString& key, Callback<void(Result<QString>)> done) override;
    void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) override;
    void remove(const QString& key, Callback<void(std::optional<Error>)> done) override;

  private:
    enum class Choice { Open, Keyring, File };

    SecretStore& inUse() const { return m_choice == Choice::File ? *m_file : *m_keyring; }
    void forgetInFile(const QString& key, Callback<void(std::optional<Error>)> done);
    void choose(const std::optional<Error>& keyringSays);

    // Declared first and destroyed last: the answers that the keyring drops have nothing of the file's.
    std::unique_ptr<SecretStore> m_file;
    std::unique_ptr<SecretStore> m_keyring;
    Choice m_choice = Choice::Open;
};

} // namespace parlance::client
