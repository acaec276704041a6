#include "auth/totp.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QUrl>
#include <QtEndian>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr qsizetype totpSecretLength = 20;
constexpr int totpDigits = 6;
constexpr quint32 totpRange = 1'000'000;

/// The digits, or nothing unless there are six.
QByteArray digitsOf(const QString& code)
{
    QByteArray digits;
    for (const QChar unit : code) {
        if (unit == u' ')
            continue;
        if (unit < u'0' || unit > u'9' || digits.size() == totpDigits)
            return {};
        digits += unit.toLatin1();
    }
    return digits.size() == totpDigits ? digits : QByteArray();
}

QString encodedLabel(QString name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name.replace(u':', u' ')));
}

} // namespace

QByteArray newTotpSecret()
{
    QByteArray secret(totpSecretLength, Qt::Uninitialized);
    randombytes_buf(secret.data(), size_t(secret.size()));
    return secret;
}

QString totpCode(const QByteArray& secret, qint64 step)
{
    std::array<char, sizeof(qint64)> counter{};
    qToBigEndian(step, counter.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(QByteArray(counter.data(), qsizetype(counter.size())),
                                                            secret, QCryptographicHash::Sha1);
    const qsizetype offset = mac.back() & 0x0f; // RFC 4226 section 5.3
    const quint32 number = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7fff'ffff;
    return QString::number(number % totpRange).rightJustified(totpDigits, u'0');
}

std::optional<qint64> matchingStep(const QByteArray& secret, const QString& code, qint64 nowMs,
                                   std::optional<qint64> lastUsed)
{
    const QByteArray digits = digitsOf(code);
    if (digits.isEmpty())
        return std::nullopt;
    const qint64 now = nowMs / totpPeriod;
    std::optional<qint64> found;
    for (const qint64 step : {now + 1, now, now - 1}) { // of two steps with one code, the earlier one is used
        const QByteArray expected = totpCode(secret, step).toLatin1();
        const bool isEqual = sodium_memcmp(expected.constData(), digits.constData(), size_t(totpDigits)) == 0;
        if (isEqual && (!lastUsed || step > *lastUsed))
            found = step;
    }
    return found;
}

QString base32(const QByteArray& bytes)
{
    constexpr QLatin1StringView alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    QString text;
    quint32 bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | quint8(byte);
        for (count += 8; count >= 5; count -= 5)
            text += alphabet[(bits >> (count - 5)) & 31];
    }
    if (count > 0)
        text += alphabet[(bits << (5 - count)) & 31];
    return text;
}

QString totpUri(const QString& issuer, const QString& account, const QByteArray& secret)
{
    const QString by = encodedLabel(issuer);
    return QStringLiteral("otpauth://totp/%1:%2?secret=%3&issuer=%1&algorithm=SHA1&digits=%4&period=%5")
        .arg(by, encodedLabel(account), base32(secret), QString::number(totpDigits),
             QString::number(totpPeriod / 1'000));
}

} // namespace parlance
