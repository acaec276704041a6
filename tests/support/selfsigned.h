#pragma once

#include <QString>

namespace parlance::test {

/// A certificate that nobody trusts and its key, as PEM files in a folder of the test's, made by Debian's openssl.
struct SelfSigned {
    QString certificate;
    QString key;
};

/// Good for two days. `name` names the files and the one that it is made out to; `key` is an algorithm for openssl's
/// -newkey.
SelfSigned makeSelfSigned(const QString& folder, const QString& name, const QString& key = QStringLiteral("ec"));

/// From now on it was good until yesterday.
void letExpire(const SelfSigned& made);

} // namespace parlance::test
