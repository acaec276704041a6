#pragma once

#include <QLocale>

namespace parlance::client {

/// When somebody who is away was here: "seen 5 minutes ago", "seen yesterday at 14:03", "seen on 3 March". Both in ms
/// since 1970, by two clocks, which may differ a little.
QString lastSeen(qint64 at, qint64 now, const QLocale& locale);

} // namespace parlance::client
