#pragma once

#include "base/result.h"

#include <QSslConfiguration>

namespace parlance {

/// What TLS connections are made with: the certificate, and those that follow it in its file, and its key, both PEM.
/// TLS 1.3, and 1.2 with ECDHE and an AEAD. The error says which file, what is wrong with it, and what to do.
Result<QSslConfiguration> loadCertificate(const QString& certificateFile, const QString& keyFile);

} // namespace parlance
