#pragma once

#include <QJsonObject>
#include <QString>

#include <vector>

/// Every message and every record, as data for the documents.
namespace parlance::documents {

struct FieldText {
    QString name;
    QString type;
    bool optional;
    QString text;
};

/// A record has neither audience nor direction.
struct Description {
    QString audience;  ///< plain or full
    QString direction; ///< request or event
    QString name;      ///< the message's type, or the record's name
    std::vector<FieldText> fields;
    QJsonObject schema;

    /// Names the definition in the schema, the section in PROTOCOL.md and the folder and file of the example.
    QString path() const { return audience + u'/' + direction + u'/' + name; }
};

/// In the order of the registry.
std::vector<Description> allMessages();

/// In the order in which PROTOCOL.md shows them.
std::vector<Description> allRecords();

} // namespace parlance::documents
