#include "auth/guestauthenticator.h"

#include "text/composing.h"

#include <QUuid>
#include <sodium.h>

namespace parlance {

namespace {

constexpr qsizetype idLength = 16; // a UUID's bytes
constexpr qsizetype macLength = 16;
constexpr auto tokenEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

const unsigned char* bytes(const QByteArray& array)
{
    return reinterpret_cast<const unsigned char*>(array.constData());
}

QByteArray keyedHash(const QByteArray& key, const QByteArray& text, qsizetype length)
{
    QByteArray hash(length, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), size_t(length), bytes(text),
                       static_cast<unsigned long long>(text.size()), bytes(key), size_t(key.size()));
    return hash;
}

} // namespace

GuestAuthenticator::GuestAuthenticator(QByteArray key, const QString& password)
    : m_key(std::move(key))
{
    setPassword(password);
}

void GuestAuthenticator::setPassword(const QString& password)
{
    m_passwordDigest = password.isEmpty() ? QByteArray() : digest(password);
}

QByteArray GuestAuthenticator::digest(const QString& password) const
{
    return keyedHash(m_key, "password " + composed(password).toUtf8(), 32);
}

bool GuestAuthenticator::admits(const std::optional<QString>& password) const
{
    if (m_passwordDigest.isEmpty())
        return true;
    if (!password)
        return false;
    return sodium_memcmp(digest(*password).constData(), m_passwordDigest.constData(),
                         size_t(m_passwordDigest.size())) == 0;
}

QByteArray GuestAuthenticator::mac(const QByteArray& id) const
{
    return keyedHash(m_key, "guest " + id, macLength);
}

QString GuestAuthenticator::issue(const UserId& user) const
{
    const QByteArray id = QUuid::fromString(QLatin1String(user.text())).toRfc4122();
    return QString::fromLatin1((id + mac(id)).toBase64(tokenEncoding));
}

Result<UserId> GuestAuthenticator::verify(const QString& token) const
{
    const Error bad =
        errorIn(QStringLiteral("token"), ErrorCode::Unauthenticated, QStringLiteral("was not issued by this server"));
    const auto decoded =
        QByteArray::fromBase64Encoding(token.toLatin1(), tokenEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != idLength + macLength)
        return bad;
    if (QString::fromLatin1(decoded.decoded.toBase64(tokenEncoding)) != token)
        return bad; // a second spelling of the same bytes: a sign of padding, or bits behind the last byte
    const QByteArray id = decoded.decoded.first(idLength);
    const QByteArray expected = mac(id);
    if (sodium_memcmp(expected.constData(), decoded.decoded.constData() + idLength, size_t(macLength)) != 0)
        return bad;
    return UserId(QUuid::fromRfc4122(id).toByteArray(QUuid::WithoutBraces));
}

} // namespace parlance
