#include "net/staticsite.h"

#include "net/entitytag.h"
#include "net/pages.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QResource>

#include <algorithm>

namespace parlance {

namespace {

QByteArray contentType(const QString& file)
{
    static const QHash<QString, QByteArray> types{
        {QStringLiteral("html"), "text/html; charset=utf-8"},
        {QStringLiteral("js"), "text/javascript; charset=utf-8"},
        {QStringLiteral("css"), "text/css; charset=utf-8"},
        {QStringLiteral("svg"), "image/svg+xml"},
        {QStringLiteral("png"), "image/png"},
        {QStringLiteral("json"), "application/json"},
        {QStringLiteral("webmanifest"), "application/manifest+json"},
    };
    return types.value(file.section(u'.', -1), "application/octet-stream");
}

/// A view of the resource in the program's image, which must be packed uncompressed; empty if there is none.
QByteArray contentOf(const QString& path)
{
    const QResource file(path);
    return QByteArray::fromRawData(reinterpret_cast<const char*>(file.data()), qsizetype(file.size()));
}

/// Modules and style sheets lie below the name of their build, a hash of the page's files: what is once there stays as
/// it is. Everything else may change with the next version of the server, and browsers ask again.
bool isOfBuild(QByteArrayView path)
{
    return path.startsWith("/js/") || path.startsWith("/css/");
}

QByteArray cacheControl(QByteArrayView path)
{
    return isOfBuild(path) ? "public, max-age=31536000, immutable" : "no-cache";
}

/// The entity tag: the name of the build where that fixes the content, otherwise a hash.
QByteArray tagOf(const QByteArray& path, const QByteArray& content)
{
    return isOfBuild(path) ? path.split('/').at(2)
                           : QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex().first(20);
}

/// The fragment of a link to a room whose # some program wrote as %23, or nothing if the request is not one. If the
/// slash is written as %2F, the program has encoded the whole fragment once more.
std::optional<QByteArray> fragmentOf(const HttpHead& request)
{
    if (!request.path.startsWith("/%23"))
        return std::nullopt;
    const QByteArray rest = request.path.sliced(4).toByteArray();
    if (rest.startsWith('/'))
        return rest + request.query.toByteArray();
    if (!rest.first(std::min<qsizetype>(3, rest.size())).compare("%2f", Qt::CaseInsensitive)) {
        const QByteArray decoded = QByteArray::fromPercentEncoding(rest) + request.query.toByteArray();
        if (std::ranges::all_of(decoded, [](char c) { return c > ' ' && c < 0x7f; })) // it becomes part of a header
            return decoded;
    }
    return std::nullopt;
}

/// Redirects to the page with that fragment. The location is relative, since a proxy may serve the page below a path.
HttpResponse redirectToFragment(const HttpHead& request, const QByteArray& fragment)
{
    const qsizetype depth = request.path.toByteArray().count('/') - 1;
    HttpResponse response = plainAnswer(302, "The page is one level up, and the link has a # in it.");
    response.headers.emplace_back("Location", (depth > 0 ? QByteArray("../").repeated(depth) : "./") + "#" + fragment);
    return response;
}

} // namespace

StaticSite::StaticSite(const QString& root)
{
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (file.endsWith(QLatin1String(".gz")))
            continue;
        Asset asset;
        asset.type = contentType(file);
        asset.plain = contentOf(file);
        asset.gzip = contentOf(file + QStringLiteral(".gz"));
        const QByteArray path = file.mid(root.size()).toUtf8();
        asset.tag = tagOf(path, asset.plain);
        if (path == "/index.html")
            m_assets.emplace("/", asset);
        m_assets.emplace(path, std::move(asset));
    }
}

std::optional<HttpResponse> StaticSite::answer(const HttpHead& request) const
{
    const auto found = m_assets.find(request.path.toByteArray());
    if (found == m_assets.end()) {
        const auto fragment = fragmentOf(request);
        return fragment ? std::optional(redirectToFragment(request, *fragment)) : std::nullopt;
    }
    const Asset& asset = found->second;
    const bool compressed = !asset.gzip.isEmpty() && request.hasToken("accept-encoding", "gzip");
    const QByteArray tag = '"' + asset.tag + (compressed ? "-gz\"" : "\"");

    HttpResponse response;
    response.contentType = asset.type;
    response.headers = {{"ETag", tag}, {"Cache-Control", cacheControl(request.path)}, {"Vary", "Accept-Encoding"}};
    if (const auto known = request.list("if-none-match"); known && namesEntityTag(*known, tag)) {
        response.status = 304;
        return response;
    }
    response.body = compressed ? asset.gzip : asset.plain;
    if (compressed)
        response.headers.emplace_back("Content-Encoding", "gzip");
    return response;
}

} // namespace parlance
