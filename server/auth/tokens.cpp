#include "auth/tokens.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr qsizetype secretLength = 32;
constexpr qsizetype secretTextLength = 43; // of base64 without padding
constexpr auto secretEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

struct TokenPrefix {
    TokenKind kind = TokenKind::Device;
    QLatin1StringView text;
};

constexpr std::array tokenPrefixes{
    TokenPrefix{TokenKind::Device, QLatin1StringView("pd_")},
    TokenPrefix{TokenKind::Invite, QLatin1StringView("pi_")},
    TokenPrefix{TokenKind::Owner, QLatin1StringView("po_")},
    TokenPrefix{TokenKind::Reset, QLatin1StringView("pr_")},
    TokenPrefix{TokenKind::Transfer, QLatin1StringView("pt_")},
    TokenPrefix{TokenKind::Bot, QLatin1StringView("pb_")},
};

QByteArray tokenHash(const QByteArray& text)
{
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), size_t(hash.size()),
                       reinterpret_cast<const unsigned char*>(text.constData()),
                       static_cast<unsigned long long>(text.size()), nullptr, 0);
    return hash;
}

} // namespace

IssuedToken issueToken(TokenKind kind)
{
    QByteArray secret(secretLength, Qt::Uninitialized);
    randombytes_buf(secret.data(), size_t(secret.size()));
    const auto* prefix = std::ranges::find(tokenPrefixes, kind, &TokenPrefix::kind);
    const QString text = prefix->text + QString::fromLatin1(secret.toBase64(secretEncoding));
    return {text, tokenHash(text.toLatin1())};
}

std::optional<ShownToken> readToken(const QString& text)
{
    const auto* prefix =
        std::ranges::find_if(tokenPrefixes, [&](const auto& row) { return text.startsWith(row.text); });
    if (prefix == tokenPrefixes.end() || text.size() != prefix->text.size() + secretTextLength)
        return std::nullopt;
    const QString secret = text.sliced(prefix->text.size());
    const auto decoded =
        QByteArray::fromBase64Encoding(secret.toLatin1(), secretEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || QString::fromLatin1(decoded.decoded.toBase64(secretEncoding)) != secret)
        return std::nullopt;
    return ShownToken{prefix->kind, tokenHash(text.toLatin1())};
}

std::optional<QByteArray> hashOfToken(const QString& text, TokenKind kind)
{
    auto token = readToken(text);
    if (!token || token->kind != kind)
        return std::nullopt;
    return std::move(token->hash);
}

} // namespace parlance
