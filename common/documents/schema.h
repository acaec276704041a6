#pragma once

#include <QByteArray>

namespace parlance::documents {

/// common/protocol.schema.json: JSON Schema 2020-12 with one definition a message (`full/request/join`), one a record
/// (`record/Present`) and one for all messages of a kind (`full/request`).
QByteArray protocolSchema();

} // namespace parlance::documents
