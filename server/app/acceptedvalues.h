#pragma once

#include <QStringList>

namespace parlance {

// What settings take.

bool isEndpointOrNone(const QString& value);

/// What can stand in a header, and is too long to be guessed.
bool isTokenOrNone(const QString& value);

bool isLogFormat(const QString& value);
bool isLogLevel(const QString& value);

/// Where the page is: no query, no fragment, nobody's name.
bool isPageOrNone(const QString& value);
bool isRegistration(const QString& value);
bool isGuests(const QString& value);
bool isRoomOrNone(const QString& value);

bool areHosts(const QStringList& hosts);
bool areOrigins(const QStringList& origins);

} // namespace parlance
