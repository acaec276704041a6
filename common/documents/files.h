#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace parlance::documents {

/// A generated file.
struct Document {
    QString path; ///< from the root of the checkout
    QByteArray content;
};

/// Writes what has changed; untouched files keep their time. Returns the path that could not be written, or nothing.
QString writeDocuments(const QString& root, const std::vector<Document>& documents);

} // namespace parlance::documents
