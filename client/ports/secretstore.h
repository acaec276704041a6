#pragma once

#include "base/callback.h"
#include "base/result.h"

#include <QString>

#include <optional>

namespace parlance::client {

/// Keeps tokens where no other account of the machine can read them. Answers come from the event loop, each exactly
/// once, never from inside the call: a keyring may ask a person to unlock it first, and the program goes on meanwhile.
/// An error with the code Forbidden means that a person has refused. An empty secret is none.
/// Must not be destroyed from inside an answer; destroyed earlier, it drops what it has not answered.
/// Implementations: KeychainStore, FileSecretStore, FallbackSecretStore, which chooses; tests have one in memory.
class SecretStore {
  public:
    virtual ~SecretStore() = default;

    /// Where secrets are, for people: "the system's keyring", "a file that only you can read". May change with the
    /// first answer, not later.
    virtual QString place() const = 0;

    /// Empty: there is none under this key.
    virtual void load(const QString& key, Callback<void(Result<QString>)> done) = 0;
    virtual void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) = 0;
    virtual void remove(const QString& key, Callback<void(std::optional<Error>)> done) = 0;
};

} // namespace parlance::client
