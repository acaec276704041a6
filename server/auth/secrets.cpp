#include "auth/secrets.h"

#include <sodium.h>

#include <array>

namespace parlance {

namespace {

using Digest = std::array<unsigned char, crypto_generichash_BYTES>;

/// All secrets are equally long then.
Digest digestOf(QByteArrayView text)
{
    Digest digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       static_cast<unsigned long long>(text.size()), nullptr, 0);
    return digest;
}

} // namespace

bool isSecret(QByteArrayView given, QByteArrayView secret)
{
    const Digest a = digestOf(given);
    const Digest b = digestOf(secret);
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace parlance
