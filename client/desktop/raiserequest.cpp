#include "desktop/raiserequest.h"

#include <QStringDecoder>

namespace parlance::client {

namespace {

const auto raiseHead = QByteArrayLiteral("parlance-raise 1\n");
const auto tokenWord = QByteArrayLiteral("token ");
const auto actionWord = QByteArrayLiteral("do ");
const auto linkWord = QByteArrayLiteral("link ");

bool isValue(const QString& text, qsizetype maxUnits)
{
    return !text.isEmpty() && text.size() <= maxUnits &&
           std::ranges::none_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

/// What stands behind the word, or nothing.
std::optional<QString> valueOf(const QByteArray& line, const QByteArray& word, qsizetype maxUnits)
{
    if (!line.startsWith(word))
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(line.sliced(word.size()));
    if (decoder.hasError() || !isValue(text, maxUnits))
        return std::nullopt;
    return text;
}

} // namespace

bool isValid(const RaiseRequest& request)
{
    return request.links.size() <= RaiseRequest::maxLinks &&
           std::ranges::all_of(request.links,
                               [](const QString& link) { return isValue(link, RaiseRequest::maxLink); }) &&
           (request.activationToken.isEmpty() || isValue(request.activationToken, RaiseRequest::maxToken));
}

QByteArray toBytes(const RaiseRequest& request)
{
    QByteArray bytes = raiseHead;
    if (isValue(request.activationToken, RaiseRequest::maxToken))
        bytes += tokenWord + request.activationToken.toUtf8() + '\n';
    if (request.action != DesktopAction::None)
        bytes += actionWord + nameOf(request.action).toUtf8() + '\n';
    int links = 0;
    for (const QString& link : request.links) {
        if (isValue(link, RaiseRequest::maxLink) && ++links <= RaiseRequest::maxLinks)
            bytes += linkWord + link.toUtf8() + '\n';
    }
    return bytes + '\n';
}

bool isWhole(const QByteArray& bytes)
{
    return bytes.endsWith("\n\n");
}

std::optional<RaiseRequest> toRaiseRequest(const QByteArray& bytes)
{
    if (bytes.size() > RaiseRequest::maxSize || !bytes.startsWith(raiseHead) || !isWhole(bytes))
        return std::nullopt;
    const qsizetype begin = raiseHead.size();
    QList<QByteArray> lines = bytes.sliced(begin, bytes.size() - 1 - begin).split('\n');
    lines.removeLast(); // what is behind the last line's end
    RaiseRequest request;
    if (!lines.isEmpty()) {
        if (const auto token = valueOf(lines.first(), tokenWord, RaiseRequest::maxToken)) {
            request.activationToken = *token;
            lines.removeFirst();
        }
    }
    if (!lines.isEmpty() && lines.first().startsWith(actionWord)) {
        const auto action = toDesktopAction(QString::fromUtf8(lines.takeFirst().sliced(actionWord.size())));
        if (!action)
            return std::nullopt;
        request.action = *action;
    }
    for (const QByteArray& line : lines) {
        const auto link = valueOf(line, linkWord, RaiseRequest::maxLink);
        if (!link || request.links.size() == RaiseRequest::maxLinks)
            return std::nullopt;
        request.links << *link;
    }
    return request;
}

} // namespace parlance::client
