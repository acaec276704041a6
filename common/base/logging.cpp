#include "base/logging.h"

namespace parlance {

Q_LOGGING_CATEGORY(logApp, "app", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "net", QtInfoMsg)
Q_LOGGING_CATEGORY(logSession, "session", QtInfoMsg)
Q_LOGGING_CATEGORY(logRoom, "room", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "store", QtInfoMsg)
Q_LOGGING_CATEGORY(logClient, "client", QtInfoMsg)

} // namespace parlance
