#include "auth/recoverycodes.h"

#include <sodium.h>

namespace parlance {

namespace {

constexpr QLatin1StringView crockford("0123456789abcdefghjkmnpqrstvwxyz");
constexpr int recoveryLetters = 16;
constexpr int recoveryGroup = 4;
constexpr qsizetype mostTyped = 64; // with whatever blanks and hyphens

QChar readLetter(QChar typed)
{
    const QChar letter = typed.toLower();
    if (letter == u'o')
        return u'0';
    return letter == u'i' || letter == u'l' ? QChar(u'1') : letter;
}

/// As it is hashed: the letters alone. Empty if it cannot be a code.
QByteArray plainRecoveryCode(const QString& typed)
{
    QByteArray code;
    if (typed.size() > mostTyped)
        return {};
    for (const QChar unit : typed) {
        if (unit.isSpace() || unit.category() == QChar::Punctuation_Dash)
            continue;
        const QChar letter = readLetter(unit);
        if (!crockford.contains(letter))
            return {};
        code += letter.toLatin1();
    }
    return code.size() == recoveryLetters ? code : QByteArray();
}

} // namespace

QStringList newRecoveryCodes()
{
    QStringList codes;
    while (codes.size() < recoveryCodeCount) {
        QString code;
        for (int at = 0; at < recoveryLetters; ++at) {
            if (at > 0 && at % recoveryGroup == 0)
                code += u'-';
            code += crockford[randombytes_uniform(uint32_t(crockford.size()))];
        }
        codes.push_back(code);
    }
    return codes;
}

std::optional<QByteArray> hashOfRecoveryCode(const QString& typed, const UserId& account)
{
    const QByteArray code = plainRecoveryCode(typed);
    if (code.isEmpty())
        return std::nullopt;
    const QByteArray text = "recovery " + account.text() + ' ' + code;
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), size_t(hash.size()),
                       reinterpret_cast<const unsigned char*>(text.constData()),
                       static_cast<unsigned long long>(text.size()), nullptr, 0);
    return hash;
}

} // namespace parlance
