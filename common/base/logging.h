#pragma once

#include <QLoggingCategory>

/// Every log category, each on for information and worse. Lines begin with the ids that they are about and never carry
/// names of rooms, message bodies, tokens or passwords, at any level.
namespace parlance {

Q_DECLARE_LOGGING_CATEGORY(logApp)     // start, stop, settings
Q_DECLARE_LOGGING_CATEGORY(logNet)     // connections, HTTP, refusals
Q_DECLARE_LOGGING_CATEGORY(logSession) // greetings, limits, closes
Q_DECLARE_LOGGING_CATEGORY(logRoom)    // rooms made and ended, by their logs
Q_DECLARE_LOGGING_CATEGORY(logStore)   // the database
Q_DECLARE_LOGGING_CATEGORY(logClient)  // the client's connection

} // namespace parlance
