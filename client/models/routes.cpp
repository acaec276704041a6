#include "models/routes.h"

#include "text/names.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QStringDecoder>

namespace parlance::client {

namespace {

/// As it is where it is not percent-encoded UTF-8 throughout.
QString decoded(const QString& text)
{
    static const QRegularExpression broken(QStringLiteral("%(?![0-9A-Fa-f]{2})"));
    if (text.contains(broken))
        return text;
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString result = utf8(QByteArray::fromPercentEncoding(text.toUtf8()));
    return utf8.hasError() ? text : result;
}

/// An id as it stands in an address; empty where it is none.
RoomId idIn(const QString& text)
{
    static const QRegularExpression id(QStringLiteral("^(?!\\d+\\z)[\\x21-\\x7e]{1,64}\\z"));
    const QString room = decoded(text);
    return id.match(room).hasMatch() ? RoomId(room.toLatin1()) : RoomId();
}

} // namespace

std::optional<EntryLink> parseEntryLink(QStringView hash)
{
    using Kind = EntryLink::Kind;
    static const QRegularExpression link(
        QStringLiteral("^#/(owner|invite|reset|transfer)/(p[oirt]_[A-Za-z0-9_-]{43})/?\\z"));
    const auto match = link.match(hash.toString());
    if (!match.hasMatch())
        return std::nullopt;
    const QString kind = match.captured(1);
    return EntryLink{kind == QLatin1String("owner")    ? Kind::Owner
                     : kind == QLatin1String("invite") ? Kind::Invite
                     : kind == QLatin1String("reset")  ? Kind::Reset
                                                       : Kind::Transfer,
                     match.captured(2)};
}

Route parseRoute(QStringView hash)
{
    static const QRegularExpression byName(QStringLiteral("^#/([^/?]*)(?:/(\\d{1,15}))?/?(?:\\?(.*))?\\z"));
    static const QRegularExpression byId(QStringLiteral("^#/r/([^/?]+)(?:/(\\d{1,15}))?/?(?:\\?(.*))?\\z"));
    static const QRegularExpression key(QStringLiteral("(?:^|&)key=([^&]*)"));
    Route result;
    auto match = byId.match(hash.toString());
    if (match.hasMatch())
        result.room = idIn(match.captured(1));
    if (result.room.isEmpty()) {
        match = byName.match(hash.toString());
        if (!match.hasMatch())
            return {};
        result.name = normalForm(decoded(match.captured(1)));
    }
    if (match.hasCaptured(2))
        result.seq = match.captured(2).toLongLong();
    result.key = decoded(key.match(match.captured(3)).captured(1));
    return result;
}

} // namespace parlance::client
