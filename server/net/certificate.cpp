#include "net/certificate.h"

#include <QDateTime>
#include <QFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>

namespace parlance {

namespace {

Error mistake(const char* setting, const QString& text)
{
    return {ErrorCode::BadRequest, QLatin1String(setting) + QStringLiteral(": ") + text, {}};
}

Result<QByteArray> contentOf(const char* setting, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return mistake(setting, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    return file.readAll();
}

QSslKey keyFrom(const QByteArray& pem)
{
    for (const auto algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

/// Whether a private key is that public one's. It has the public numbers in it: the modulus (RFC 8017, A.1.2) or the
/// point on the curve (RFC 5915, 3). Compared is the end of those, before RSA's public exponent.
bool belongTogether(const QSslKey& publicKey, const QSslKey& key)
{
    constexpr qsizetype exponentLength = 5; // bytes of 65,537 in DER
    constexpr qsizetype compared = 32;
    if (publicKey.algorithm() != key.algorithm() || publicKey.length() != key.length())
        return false;
    return key.toDer().contains(publicKey.toDer().chopped(exponentLength).last(compared));
}

/// Those whose keys are forgotten with the connection and that seal what they encrypt: all of TLS 1.3, and of TLS 1.2
/// the ones with ECDHE and an AEAD (RFC 9325, section 4.2). Every client of the last ten years has one of them.
QList<QSslCipher> soundCiphers()
{
    QList<QSslCipher> ciphers = QSslConfiguration::supportedCiphers();
    ciphers.removeIf([](const QSslCipher& cipher) {
        const QString name = cipher.name();
        const bool isSealed = name.contains(QLatin1String("GCM")) || name.contains(QLatin1String("CHACHA20"));
        return cipher.protocol() != QSsl::TlsV1_3 && !(name.startsWith(QLatin1String("ECDHE-")) && isSealed);
    });
    return ciphers;
}

} // namespace

Result<QSslConfiguration> loadCertificate(const QString& certificateFile, const QString& keyFile)
{
    const auto certificatePem = contentOf("tls.certificate", certificateFile);
    if (!certificatePem)
        return certificatePem.error();
    const auto keyPem = contentOf("tls.key", keyFile);
    if (!keyPem)
        return keyPem.error();
    const auto chain = QSslCertificate::fromData(*certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return mistake("tls.certificate", QStringLiteral("%1 holds no certificate in PEM").arg(certificateFile));
    const QSslKey key = keyFrom(*keyPem);
    if (key.isNull())
        return mistake("tls.key", QStringLiteral("%1 holds no private key in PEM without a passphrase").arg(keyFile));
    if (!belongTogether(chain.first().publicKey(), key))
        return mistake("tls.key",
                       QStringLiteral("%1 is not the key of the certificate in %2").arg(keyFile, certificateFile));
    if (chain.first().expiryDate() < QDateTime::currentDateTimeUtc())
        return mistake("tls.certificate", QStringLiteral("%1 is out of date since %2; get a new one")
                                              .arg(certificateFile, chain.first().expiryDate().toString(Qt::ISODate)));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setCiphers(soundCiphers());
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients have no certificates
    return configuration;
}

} // namespace parlance
