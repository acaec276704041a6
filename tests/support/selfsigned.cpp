#include "support/selfsigned.h"

#include <QProcess>

namespace parlance::test {

using namespace Qt::StringLiterals;

namespace {

void openssl(const QStringList& words)
{
    QProcess program;
    program.start(u"openssl"_s, words);
    if (!program.waitForFinished() || program.exitCode() != 0)
        qFatal("openssl made no certificate: %s", program.readAllStandardError().constData());
}

} // namespace

SelfSigned makeSelfSigned(const QString& folder, const QString& name, const QString& key)
{
    const QString base = folder + u'/' + name;
    const SelfSigned made{base + u".crt"_s, base + u".key"_s};
    QStringList words{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN="_s + name};
    words << u"-newkey"_s << key << u"-out"_s << made.certificate << u"-keyout"_s << made.key;
    if (key == "ec"_L1)
        words << u"-pkeyopt"_s << u"ec_paramgen_curve:prime256v1"_s;
    openssl(words);
    return made;
}

void letExpire(const SelfSigned& made)
{
    openssl({u"x509"_s, u"-in"_s, made.certificate, u"-signkey"_s, made.key, u"-days"_s, u"-1"_s, u"-out"_s,
             made.certificate});
}

} // namespace parlance::test
