#include "auth/passwords.h"

#include "text/composing.h"

#include <QList>
#include <sodium.h>

#include <array>

namespace parlance {

namespace {

constexpr qsizetype digestLength = 32; // of libsodium's own hashes
constexpr qint64 memoryDelay = 2'000;  // ms until a client asks again whether there is enough memory

QByteArray passwordBytes(const QString& password)
{
    return composed(password).toUtf8();
}

QByteArray randomPart(qsizetype length)
{
    QByteArray bytes(length, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(length));
    return bytes;
}

/// What libsodium's text of a hash says.
struct HashParts {
    PasswordCost cost;
    QByteArray salt;
    QByteArray digest;
};

std::optional<QByteArray> hashPart(const QByteArray& base64, qsizetype length)
{
    const auto decoded = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != length)
        return std::nullopt;
    return decoded.decoded;
}

/// $argon2id$v=19$m=65536,t=2,p=1$SALT$DIGEST; nothing if it is damaged.
std::optional<HashParts> readHash(const QByteArray& hash)
{
    const QList<QByteArray> parts = hash.split('$');
    if (parts.size() != 6 || !parts[0].isEmpty() || parts[1] != "argon2id" || parts[2] != "v=19")
        return std::nullopt;
    const QList<QByteArray> numbers = parts[3].split(',');
    if (numbers.size() != 3 || !numbers[0].startsWith("m=") || !numbers[1].startsWith("t=") || numbers[2] != "p=1")
        return std::nullopt;
    const auto cost =
        PasswordCost::ofHash(1'024 * qint64(numbers[0].sliced(2).toUInt()), numbers[1].sliced(2).toUInt());
    const auto salt = hashPart(parts[4], crypto_pwhash_SALTBYTES);
    const auto digest = hashPart(parts[5], digestLength);
    if (!cost || !salt || !digest)
        return std::nullopt;
    return HashParts{*cost, *salt, *digest};
}

} // namespace

Result<PasswordCost> PasswordCost::of(qint64 memory, qint64 passes)
{
    constexpr qint64 mebibyte = 1'024LL * 1'024;
    if (memory < leastMemory || memory > mostMemory) {
        return Error{ErrorCode::BadRequest,
                     QStringLiteral("must use between %1 and %2 MiB of memory for a password")
                         .arg(leastMemory / mebibyte)
                         .arg(mostMemory / mebibyte),
                     {}};
    }
    if (passes < leastPasses || passes > mostPasses) {
        return Error{ErrorCode::BadRequest,
                     QStringLiteral("must pass over the memory between %1 and %2 times for a password")
                         .arg(leastPasses)
                         .arg(mostPasses),
                     {}};
    }
    return PasswordCost(memory, passes);
}

std::optional<PasswordCost> PasswordCost::ofHash(qint64 memory, qint64 passes)
{
    if (memory < qint64(crypto_pwhash_argon2id_MEMLIMIT_MIN) || memory > qint64(crypto_pwhash_argon2id_MEMLIMIT_MAX) ||
        passes < qint64(crypto_pwhash_argon2id_OPSLIMIT_MIN) || passes > qint64(crypto_pwhash_argon2id_OPSLIMIT_MAX))
        return std::nullopt;
    return PasswordCost(memory, passes);
}

PasswordCost PasswordCost::forTests()
{
    return {qint64(crypto_pwhash_argon2id_MEMLIMIT_MIN), qint64(crypto_pwhash_argon2id_OPSLIMIT_MIN)};
}

Result<QByteArray> hashPassword(const QString& password, const PasswordCost& cost)
{
    const QByteArray bytes = passwordBytes(password);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), bytes.constData(), static_cast<unsigned long long>(bytes.size()),
                              static_cast<unsigned long long>(cost.passes()), size_t(cost.memory()),
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{ErrorCode::Busy, QStringLiteral("The server has not enough memory just now"), memoryDelay};
    return QByteArray(hash.data());
}

Verified verifyPassword(const QString& password, const std::optional<QByteArray>& hash, const PasswordCost& cost)
{
    const auto wanted =
        hash ? readHash(*hash) : HashParts{cost, randomPart(crypto_pwhash_SALTBYTES), randomPart(digestLength)};
    if (!wanted)
        return Verified::No;
    const QByteArray bytes = passwordBytes(password);
    std::array<unsigned char, digestLength> digest{};
    // Not crypto_pwhash_str_verify(): in libsodium 1.0.18 it ends with EINVAL for a wrong password and for lack of
    // memory alike. Within its limits, crypto_pwhash() fails for lack of memory only.
    if (crypto_pwhash(digest.data(), digest.size(), bytes.constData(), static_cast<unsigned long long>(bytes.size()),
                      reinterpret_cast<const unsigned char*>(wanted->salt.constData()),
                      static_cast<unsigned long long>(wanted->cost.passes()), size_t(wanted->cost.memory()),
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Verified::OutOfMemory;
    const bool isEqual = sodium_memcmp(digest.data(), wanted->digest.constData(), digest.size()) == 0;
    return isEqual && hash ? Verified::Yes : Verified::No;
}

bool needsRehash(const QByteArray& hash, const PasswordCost& cost)
{
    return crypto_pwhash_str_needs_rehash(hash.constData(), static_cast<unsigned long long>(cost.passes()),
                                          size_t(cost.memory())) != 0;
}

} // namespace parlance
