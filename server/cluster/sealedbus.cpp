#include "cluster/sealedbus.h"

#include <sodium.h>

namespace parlance {

namespace {

constexpr qsizetype nonceLength = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype tagLength = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SealedBus::keyLength == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

unsigned char* writable(QByteArray& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

const unsigned char* readable(const QByteArray& bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.constData());
}

} // namespace

void SealedBus::attach(BusListener& listener)
{
    m_listener = &listener;
    m_bus->attach(*this);
}

/// A random nonce of 24 bytes, and behind it the text with its tag.
void SealedBus::publish(const QByteArray& message)
{
    QByteArray sealed(nonceLength + message.size() + tagLength, Qt::Uninitialized);
    randombytes_buf(sealed.data(), nonceLength);
    crypto_aead_xchacha20poly1305_ietf_encrypt(writable(sealed) + nonceLength, nullptr, readable(message),
                                               static_cast<unsigned long long>(message.size()), nullptr, 0, nullptr,
                                               readable(sealed), readable(m_key));
    m_bus->publish(sealed);
}

void SealedBus::heard(const QByteArray& sealed)
{
    QByteArray message(std::max<qsizetype>(sealed.size() - nonceLength - tagLength, 0), Qt::Uninitialized);
    const bool isOpen =
        sealed.size() >= nonceLength + tagLength &&
        crypto_aead_xchacha20poly1305_ietf_decrypt(writable(message), nullptr, nullptr, readable(sealed) + nonceLength,
                                                   static_cast<unsigned long long>(sealed.size() - nonceLength),
                                                   nullptr, 0, readable(sealed), readable(m_key)) == 0;
    if (isOpen)
        m_listener->heard(message);
    else
        ++m_refused;
}

} // namespace parlance
