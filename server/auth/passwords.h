#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// Passwords of accounts, hashed with argon2id (libsodium's crypto_pwhash). Every call that hashes takes about 200 ms
/// and 64 MiB at the usual cost: never call one in the event loop's thread, but ask PasswordWorker.
namespace parlance {

/// What one hash costs. The type makes sure that no real server hashes for less than OWASP's minimum for argon2id.
class PasswordCost {
  public:
    static constexpr qint64 leastMemory = 19LL * 1'024 * 1'024; ///< bytes
    static constexpr qint64 mostMemory = 1'024LL * 1'024 * 1'024;
    static constexpr qint64 leastPasses = 2;
    static constexpr qint64 mostPasses = 16;

    /// 64 MiB and two passes, which took 192 to 217 ms on the machine of the design.
    PasswordCost() = default;

    /// From settings: bytes and passes over them. BadRequest names the limit that they do not keep.
    static Result<PasswordCost> of(qint64 memory, qint64 passes);

    /// What an existing hash was made at: anything that libsodium takes, nothing beyond.
    static std::optional<PasswordCost> ofHash(qint64 memory, qint64 passes);

    /// The least that libsodium takes: a hash in a fraction of a millisecond, which protects nothing.
    static PasswordCost forTests();

    qint64 memory() const { return m_memory; }
    qint64 passes() const { return m_passes; }

  private:
    PasswordCost(qint64 memory, qint64 passes)
        : m_memory(memory)
        , m_passes(passes)
    {}

    qint64 m_memory = 64LL * 1'024 * 1'024;
    qint64 m_passes = 2;
};

enum class Verified {
    Yes,
    No,
    OutOfMemory, ///< nobody knows: answer Busy, and do not count it as a try
};

/// Libsodium's text, of less than 128 bytes, with the salt and the cost in it. Equal in every way of composing the
/// password's letters (NFC), as keyboards differ in it. Busy if there is not enough memory.
Result<QByteArray> hashPassword(const QString& password, const PasswordCost& cost);

/// Whether the password has that hash. Without a hash, for a handle that nobody has, it takes as long as with one of
/// that cost and is always No. A damaged hash is No, too.
Verified verifyPassword(const QString& password, const std::optional<QByteArray>& hash, const PasswordCost& cost);

/// Whether a hash was made at another cost, or is damaged: hash the password anew once it was verified. Quick.
bool needsRehash(const QByteArray& hash, const PasswordCost& cost);

} // namespace parlance
