#include "models/serveraddress.h"

#include "models/routes.h"

#include <QHostAddress>

#include <algorithm>
#include <array>

namespace parlance::client {

namespace {

constexpr int loopbackPort = 3001; // where parlanced listens unless told otherwise

Error wrong(const QString& message)
{
    return Error{ErrorCode::BadRequest, message, {}};
}

/// A piece of what was typed, for a message of one line.
QString quoted(QStringView text)
{
    constexpr qsizetype longest = 40;
    const QString shown = text.size() > longest ? text.first(longest).toString() + u'…' : text.toString();
    return u'“' + shown + u'”';
}

enum class Security { Open, Encrypted, ByHost };

struct Scheme {
    QStringView name;
    Security security = Security::ByHost;
};

constexpr std::array<Scheme, 6> knownSchemes{{{u"", Security::ByHost},
                                              {u"parlance", Security::ByHost},
                                              {u"https", Security::Encrypted},
                                              {u"wss", Security::Encrypted},
                                              {u"http", Security::Open},
                                              {u"ws", Security::Open}}};

struct Pieces {
    QStringView scheme; ///< empty: none was typed
    QStringView authority;
    QStringView path;
    QStringView query;    ///< with its question mark
    QStringView fragment; ///< with its number sign
};

/// Cuts off all from the first of these signs on, and returns it.
QStringView cutFrom(QStringView& text, QStringView signs)
{
    const auto found = std::ranges::find_if(text.begin(), text.end(), [&](QChar sign) { return signs.contains(sign); });
    const QStringView rest = text.sliced(found - text.begin());
    text.chop(rest.size());
    return rest;
}

Pieces split(QStringView text)
{
    Pieces pieces;
    const qsizetype mark = text.indexOf(u"://");
    const bool named = mark > 0 && std::ranges::all_of(text.begin(), text.begin() + mark, [](QChar sign) {
                           return sign < u'\x80' && (sign.isLetterOrNumber() || QStringView(u"+-.").contains(sign));
                       });
    if (named) {
        pieces.scheme = text.first(mark);
        text = text.sliced(mark + 3);
    }
    pieces.fragment = cutFrom(text, u"#");
    pieces.query = cutFrom(text, u"?");
    pieces.path = cutFrom(text, u"/");
    pieces.authority = text;
    return pieces;
}

std::optional<Error> strangeSign(const Pieces& pieces)
{
    for (const QStringView piece : {pieces.scheme, pieces.authority, pieces.path}) {
        for (const QChar sign : piece) {
            if (sign.isSpace())
                return wrong(QStringLiteral("An address has no spaces; leave them out."));
            if (sign.category() == QChar::Other_Control || sign.category() == QChar::Other_Format)
                return wrong(QStringLiteral("The address contains a character that cannot be seen; type it by hand."));
        }
    }
    return {};
}

struct HostAndPort {
    QStringView host;
    int port = -1; ///< -1: none was typed
};

Result<HostAndPort> splitAuthority(QStringView authority)
{
    if (authority.contains(u'@'))
        return wrong(QStringLiteral("An address has no user name and no password; leave out everything up to the @."));
    const bool bracketed = authority.startsWith(u'[');
    if (!bracketed && authority.count(u':') > 1)
        return wrong(QStringLiteral("An IPv6 address stands in brackets, such as [::1] or [2001:db8::1]:8443."));
    const qsizetype hostEnd = bracketed ? authority.indexOf(u']') : 0;
    const qsizetype colon = hostEnd < 0 ? -1 : authority.indexOf(u':', hostEnd);
    if (colon < 0)
        return HostAndPort{authority};
    const QStringView digits = authority.sliced(colon + 1);
    const bool isNumber = std::ranges::all_of(digits, [](QChar sign) { return sign >= u'0' && sign <= u'9'; });
    bool fits = false;
    const ushort port = digits.toUShort(&fits);
    if (!isNumber || !fits || port == 0) {
        const QString what = digits.isEmpty() ? QStringLiteral("Nothing") : quoted(digits);
        return wrong(QStringLiteral("%1 is no port; a number from 1 to 65535 stands behind the colon.").arg(what));
    }
    return HostAndPort{authority.first(colon), port};
}

/// The path that a proxy has given the chat, without what leads to the page or the socket in it.
QString folderOf(QStringView path)
{
    const auto withoutSlashes = [](QStringView text) {
        while (text.endsWith(u'/'))
            text.chop(1);
        return text;
    };
    path = withoutSlashes(path);
    for (const QStringView file : {QStringView(u"/index.html"), QStringView(u"/ws")}) {
        if (path.endsWith(file))
            path.chop(file.size());
    }
    return withoutSlashes(path).toString();
}

Result<ServerAddress> serverOf(const Pieces& pieces, Security security)
{
    const auto typed = splitAuthority(pieces.authority);
    if (!typed)
        return typed.error();
    constexpr qsizetype longestHost = 253; // QUrl takes quadratic time for rows of combining marks
    ServerAddress address;
    if (typed->host.size() <= longestHost)
        address.url.setHost(typed->host.toString(), QUrl::StrictMode);
    const QString host = address.url.host();
    if (host.isEmpty()) {
        const QString what = typed->host.isEmpty() ? QStringLiteral("Nothing") : quoted(typed->host);
        return wrong(QStringLiteral("%1 is no host; enter one such as chat.example.org.").arg(what));
    }
    address.isLoopback = host == u"localhost" || QHostAddress(host).isLoopback();
    address.isEncrypted = security == Security::Encrypted || (security == Security::ByHost && !address.isLoopback);
    const bool isHere = security == Security::ByHost && address.isLoopback;
    const int ownPort = address.isEncrypted ? 443 : 80;
    const int port = typed->port > 0 || !isHere ? typed->port : loopbackPort;
    address.url.setScheme(address.isEncrypted ? QStringLiteral("wss") : QStringLiteral("ws"));
    address.url.setPort(port == ownPort ? -1 : port);
    return address;
}

std::optional<Error> addRoom(ServerAddress& address, const Route& route)
{
    if (!route.key.isEmpty())
        address.key = route.key;
    address.seq = route.seq.value_or(0);
    if (!route.room.isEmpty()) {
        address.room = route.room;
        return {};
    }
    if (route.name.isEmpty())
        return {};
    const auto name = RoomName::parse(route.name);
    if (!name)
        return wrong(QStringLiteral("The room's name in the address %1.").arg(name.error().message));
    address.room = *name;
    return {};
}

} // namespace

Result<ServerAddress> parseServerAddress(QStringView typed)
{
    const QStringView text = typed.trimmed();
    if (text.isEmpty())
        return wrong(QStringLiteral("Enter the address of a server, such as chat.example.org."));
    const Pieces pieces = split(text);
    const auto scheme = std::ranges::find_if(
        knownSchemes, [&](const Scheme& known) { return pieces.scheme.compare(known.name, Qt::CaseInsensitive) == 0; });
    if (scheme == knownSchemes.end()) {
        const QString name = quoted(pieces.scheme);
        return wrong(QStringLiteral("%1 leads to no chat; enter https:// or nothing before the host.").arg(name));
    }
    if (const auto problem = strangeSign(pieces))
        return *problem;
    auto address = serverOf(pieces, scheme->security);
    if (!address)
        return address.error();

    // Where the scheme says that it is a chat, the path says which room.
    const bool isOurs = scheme->name == u"parlance";
    address->url.setPath((isOurs ? QString() : folderOf(pieces.path)) + QStringLiteral("/ws"), QUrl::StrictMode);
    if (!address->url.isValid()) {
        const QString path = quoted(pieces.path);
        return wrong(QStringLiteral("The path %1 is none; enter the host without it.").arg(path));
    }
    address->url = address->url.adjusted(QUrl::NormalizePathSegments);
    const bool byPath = isOurs && pieces.fragment.isEmpty();
    const QString hash = byPath ? u'#' + pieces.path.toString() + pieces.query.toString() : pieces.fragment.toString();
    address->entry = parseEntryLink(hash);
    if (const auto problem = addRoom(*address, parseRoute(hash)))
        return *problem;
    return address;
}

} // namespace parlance::client
