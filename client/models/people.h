#pragma once

#include "base/ids.h"

#include <QString>

#include <map>

/// How people look and what tells them apart.
namespace parlance::client {

/// As people sort names, of people and of rooms: whatever the case, and "room 2" before "room 10".
int compareNames(const QString& a, const QString& b);

/// 0 to 11; stays the same for a person. The page has the same.
int hueOf(const UserId& user);

/// One or two letters: of the first and the last word, or the first of the only one.
QString initials(const QString& name);

/// Whether a word of the name begins with what somebody typed, whatever its letter case. The server searches alike.
bool hasWordBeginning(const QString& name, const QString& typed);

/// A short mark that stays the same for a person.
QString tagOf(const UserId& user);

/// That mark where two people who are present share a name; else empty.
QString tagOf(const UserId& user, const QString& name, const std::map<UserId, QString>& present);

} // namespace parlance::client
