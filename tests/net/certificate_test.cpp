#include "net/certificate.h"
#include "support/selfsigned.h"
#include "support/suite.h"

#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

/// What an admin gives as tls.certificate and tls.key.
class CertificateTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void taken_data();
    void taken();
    void refused_data();
    void refused();
    void outOfDate();

  private:
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    const QTemporaryDir m_folder;
};

void CertificateTest::initTestCase()
{
    for (const auto& [name, key] :
         {std::pair{"ec", "ec"}, {"other-ec", "ec"}, {"rsa", "rsa:2048"}, {"other-rsa", "rsa:2048"}})
        test::makeSelfSigned(m_folder.path(), QLatin1String(name), QLatin1String(key));
    QFile text(path("text"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not a certificate");
}

void CertificateTest::taken_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("elliptic curve") << u"ec"_s;
    QTest::newRow("RSA") << u"rsa"_s;
}

void CertificateTest::taken()
{
    QFETCH(const QString, name);
    const auto loaded = loadCertificate(m_folder.filePath(name + u".crt"_s), m_folder.filePath(name + u".key"_s));
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
    QCOMPARE(loaded->protocol(), QSsl::TlsV1_2OrLater);
    QCOMPARE(loaded->localCertificate().subjectInfo(QSslCertificate::CommonName), QStringList(name));
}

void CertificateTest::refused_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("says");
    QTest::newRow("no such certificate") << u"none.crt"_s << u"ec.key"_s
                                         << u"tls.certificate: cannot read %1: No such file or directory"_s;
    QTest::newRow("no such key") << u"ec.crt"_s << u"none.key"_s
                                 << u"tls.key: cannot read %2: No such file or directory"_s;
    QTest::newRow("no certificate in it")
        << u"text"_s << u"ec.key"_s << u"tls.certificate: %1 holds no certificate in PEM"_s;
    QTest::newRow("no key in it") << u"ec.crt"_s << u"text"_s
                                  << u"tls.key: %2 holds no private key in PEM without a passphrase"_s;
    QTest::newRow("swapped") << u"ec.key"_s << u"ec.crt"_s << u"tls.certificate: %1 holds no certificate in PEM"_s;
    QTest::newRow("a key of another kind")
        << u"ec.crt"_s << u"rsa.key"_s << u"tls.key: %2 is not the key of the certificate in %1"_s;
    QTest::newRow("another EC key") << u"ec.crt"_s << u"other-ec.key"_s
                                    << u"tls.key: %2 is not the key of the certificate in %1"_s;
    QTest::newRow("another RSA key") << u"rsa.crt"_s << u"other-rsa.key"_s
                                     << u"tls.key: %2 is not the key of the certificate in %1"_s;
}

void CertificateTest::refused()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, key);
    QFETCH(const QString, says);
    const QString certificatePath = m_folder.filePath(certificate);
    const QString keyPath = m_folder.filePath(key);
    const auto loaded = loadCertificate(certificatePath, keyPath);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().message, QString(says).replace(u"%1"_s, certificatePath).replace(u"%2"_s, keyPath));
}

void CertificateTest::outOfDate()
{
    const auto made = test::makeSelfSigned(m_folder.path(), u"old"_s);
    test::letExpire(made);
    const auto loaded = loadCertificate(made.certificate, made.key);
    QVERIFY(!loaded);
    const QString& said = loaded.error().message;
    QVERIFY2(said.startsWith(u"tls.certificate: %1 is out of date since 20"_s.arg(made.certificate)), qPrintable(said));
}

} // namespace parlance

using parlance::CertificateTest;
PARLANCE_SUITE(certificate, CertificateTest)
#include "certificate_test.moc"
