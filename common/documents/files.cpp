#include "documents/files.h"

#include <QDir>
#include <QFileInfo>

namespace parlance::documents {

namespace {

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == content)
        return true;
    file.close();
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
           file.write(content) == content.size();
}

} // namespace

QString writeDocuments(const QString& root, const std::vector<Document>& documents)
{
    for (const Document& document : documents) {
        const QString path = root + u'/' + document.path;
        if (!write(path, document.content))
            return path;
    }
    return {};
}

} // namespace parlance::documents
