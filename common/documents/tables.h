#pragma once

#include "documents/markers.h"
#include "documents/messages.h"

#include <QByteArray>

#include <utility>
#include <vector>

namespace parlance::documents {

/// An example of a message: what it shows beyond the plain case (empty for that) and the frame.
struct Example {
    QString variant;
    QString frame;
};

/// The golden files of a message: TYPE.json and TYPE-VARIANT.json in FOLDER/AUDIENCE/DIRECTION, the plain case first.
std::vector<Example> examplesOf(const Description& message, const QString& goldenFolder);

/// Everything in PROTOCOL.md that is generated.
Parts protocolParts(const QString& goldenFolder);

} // namespace parlance::documents
