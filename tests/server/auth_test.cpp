#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace parlance {

class AuthTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void tokensAreTheirServersOwn();
    void everyBitOfATokenCounts();
    void aTokenHasOneSpelling();
    void passwords();
    void longPasswordsTakeNoTime();
    void keyIsMadeOnceForTheOwnerAlone();
    void keyTroublesAreNamed();
};

void AuthTest::tokensAreTheirServersOwn()
{
    const GuestAuthenticator here(QByteArray(32, 'a'), {});
    const GuestAuthenticator there(QByteArray(32, 'b'), {});
    const UserId ann = UserId::random();
    QVERIFY(*here.verify(here.issue(ann)) == ann);
    QCOMPARE(there.verify(here.issue(ann)).error().code, ErrorCode::Unauthenticated);
    QVERIFY(here.issue(ann) == here.issue(ann)); // stateless
}

void AuthTest::everyBitOfATokenCounts()
{
    const GuestAuthenticator authenticator(QByteArray(32, 'a'), {});
    const QByteArray token = authenticator.issue(UserId::random()).toLatin1();
    const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray bytes = QByteArray::fromBase64(token, QByteArray::Base64UrlEncoding);
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray forged = bytes;
        forged[bit / 8] = char(forged[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY(!authenticator.verify(QString::fromLatin1(forged.toBase64(options))));
    }
    for (const char* bad : {"", "a", "!!!!", "AAAA"})
        QVERIFY(!authenticator.verify(QString::fromLatin1(bad)));
}

void AuthTest::aTokenHasOneSpelling()
{
    const GuestAuthenticator authenticator(QByteArray(32, 'a'), {});
    const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const QString token = authenticator.issue(UserId::random());
    QVERIFY(authenticator.verify(token));
    for (const char* tail : {"=", "==", " ", "\n", "A"})
        QVERIFY(!authenticator.verify(token + QLatin1String(tail)));
    for (const char last : alphabet) // bits behind the last byte
        QCOMPARE(bool(authenticator.verify(token.chopped(1) + QLatin1Char(last))), token.back() == QLatin1Char(last));
    for (qsizetype at = 0; at < 100; ++at) { // the other alphabet of base64
        const QString one = authenticator.issue(UserId::random());
        const QString other = QString(one).replace(u'-', u'+').replace(u'_', u'/');
        QCOMPARE(bool(authenticator.verify(other)), one == other);
    }
}

void AuthTest::passwords()
{
    const GuestAuthenticator open(QByteArray(32, 'a'), {});
    QVERIFY(open.admits({}));
    QVERIFY(open.admits(QStringLiteral("whatever")));
    const GuestAuthenticator closed(QByteArray(32, 'a'), QStringLiteral("s\u00e9same"));
    QVERIFY(!closed.admits({}));
    QVERIFY(!closed.admits(QString()));
    QVERIFY(!closed.admits(QStringLiteral("sesame")));
    QVERIFY(closed.admits(QStringLiteral("se\u0301same"))); // the same letters, typed on another keyboard
}

/// Qt would take more than an hour to put these marks in order.
void AuthTest::longPasswordsTakeNoTime()
{
    const QString tower = u'a' + QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    const GuestAuthenticator closed(QByteArray(32, 'a'), tower);
    QVERIFY(closed.admits(tower));
    QVERIFY(!closed.admits(tower + u'a'));
}

void AuthTest::keyIsMadeOnceForTheOwnerAlone()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(QStringLiteral("new/data"));
    const auto key = loadOrMakeKey(data, 32);
    QVERIFY(bool(key));
    QCOMPARE(key->size(), 32);
    QVERIFY(*loadOrMakeKey(data, 32) == *key);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(data + QStringLiteral("/token.key")) & others));
    QVERIFY(!(QFile::permissions(data) & others));
}

void AuthTest::keyTroublesAreNamed()
{
    const QTemporaryDir folder;
    QFile damaged(folder.filePath(QStringLiteral("token.key")));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("short");
    damaged.close();
    const auto key = loadOrMakeKey(folder.path(), 32);
    QVERIFY(key.error().message.contains(damaged.fileName()));
    QVERIFY(QFile::exists(damaged.fileName())); // left as it is
    const auto file = loadOrMakeKey(damaged.fileName() + QStringLiteral("/below"), 32);
    QVERIFY(file.error().message.contains(QStringLiteral("--data")));
}

} // namespace parlance

using parlance::AuthTest;
PARLANCE_SUITE(auth, AuthTest)
#include "auth_test.moc"
