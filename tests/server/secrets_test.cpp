#include "auth/recoverycodes.h"
#include "auth/skeleton.h"
#include "auth/tokens.h"
#include "auth/totp.h"
#include "support/suite.h"
#include "text/folding.h"
#include "text/handles.h"

#include <QSet>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

namespace parlance {

using namespace Qt::StringLiterals;

class SecretsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void alike_data();
    void alike();
    void notAlike_data();
    void notAlike();
    void skeletonsSettle();
    void reservedWordsHaveNoLookalikes();
    void tokensOfEveryKind_data();
    void tokensOfEveryKind();
    void aTokenIsOfOneKind();
    void aTokenHasOneSpelling();
    void codesOfTheStandard_data();
    void codesOfTheStandard();
    void aCodeIsGoodForOneStepAround();
    void aCodeIsGoodOnce();
    void whatIsNoCode();
    void secretsInBase32();
    void uriForApps();
    void recoveryCodesAreTheirAccountsOwn();
    void recoveryCodesAsPeopleTypeThem();
};

void SecretsTest::alike_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("itself") << u"paypal"_s << u"paypal"_s;
    QTest::newRow("letter case") << u"PayPal"_s << u"paypal"_s;
    QTest::newRow("cyrillic a") << u"paypal"_s << u"p\u0430yp\u0430l"_s;
    QTest::newRow("all cyrillic") << u"cope"_s << u"\u0441\u043e\u0440\u0435"_s;
    QTest::newRow("cyrillic capitals") << u"paypal"_s << u"\u0420\u0410\u0423\u0420AL"_s;
    QTest::newRow("greek capitals") << u"ann"_s << u"\u0391\u039d\u039d"_s;
    QTest::newRow("greek omicron") << u"bob"_s << u"b\u03bfb"_s;
    QTest::newRow("zero for o") << u"bob"_s << u"b0b"_s;
    QTest::newRow("zero for capital o") << u"BOB"_s << u"B0B"_s;
    QTest::newRow("one for l") << u"lea"_s << u"1ea"_s;
    QTest::newRow("capital i for l") << u"paypal"_s << u"PaypaI"_s;
    QTest::newRow("capital i at the beginning") << u"Ian"_s << u"lan"_s;
    QTest::newRow("cyrillic capital i") << u"ian"_s << u"\u0406an"_s;
    QTest::newRow("cyrillic capital i for l") << u"lan"_s << u"\u0406an"_s;
    QTest::newRow("rn for m") << u"mike"_s << u"rnike"_s;
    QTest::newRow("rn for capital m") << u"Mike"_s << u"rnike"_s;
    QTest::newRow("dotless i") << u"ian"_s << u"\u0131an"_s;
    QTest::newRow("mathematics") << u"ann"_s << u"\U0001D41A\U0001D427\U0001D427"_s;
    QTest::newRow("joiner") << u"\u0639\u0644\u06cc\u200c\u0631"_s << u"\u0639\u0644\u06cc\u0631"_s;
}

void SecretsTest::alike()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    const auto of = skeletonsOf(one);
    QVERIFY(bool(of));
    QVERIFY2(areAlike(*of, *skeletonsOf(other)), qPrintable(of->folded));
    QVERIFY(areAlike(*skeletonsOf(other), *of));
}

void SecretsTest::notAlike_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("two people") << u"ann"_s << u"bob"_s;
    QTest::newRow("small i and l") << u"ian"_s << u"lan"_s;
    QTest::newRow("everybody and a first name") << u"all"_s << u"ali"_s;
    QTest::newRow("accent") << u"anne"_s << u"ann\u00e9"_s;
    QTest::newRow("umlaut") << u"muller"_s << u"m\u00fcller"_s;
    QTest::newRow("separators") << u"ann.lee"_s << u"ann-lee"_s;
    QTest::newRow("one more letter") << u"ann"_s << u"anna"_s;
    QTest::newRow("han") << u"\u5c71\u7530"_s << u"\u5c71\u672c"_s;
}

void SecretsTest::notAlike()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QVERIFY(!areAlike(*skeletonsOf(one), *skeletonsOf(other)));
}

/// Whatever a letter is taken for is taken for the same again. Han and Hangul, which folding leaves alone, are left
/// out: they are nine tenths of all letters.
void SecretsTest::skeletonsSettle()
{
    for (char32_t point = U'!'; point < 0x20000; ++point) {
        const QString letter = QString::fromUcs4(&point, 1);
        const auto script = QChar::script(point);
        if (!QChar::isLetterOrNumber(point) || script == QChar::Script_Han || script == QChar::Script_Hangul)
            continue;
        const auto skeletons = skeletonsOf(letter);
        QVERIFY(bool(skeletons));
        for (const QString& skeleton : {skeletons->folded, skeletons->asWritten}) {
            const auto again = skeletonsOf(skeleton);
            QVERIFY2(*again == (Skeletons{skeleton, skeleton}), qPrintable(QString::number(point, 16)));
        }
    }
}

void SecretsTest::reservedWordsHaveNoLookalikes()
{
    for (const auto& word : {u"all"_s, u"\u0430ll"_s, u"a11"_s, u"aIl"_s, u"h\u0435re"_s, u"HERE"_s})
        QVERIFY2(*looksReserved(word), qPrintable(word));
    for (const auto& word : {u"ali"_s, u"allan"_s, u"hero"_s, u"there"_s})
        QVERIFY2(!*looksReserved(word), qPrintable(word));
}

void SecretsTest::tokensOfEveryKind_data()
{
    QTest::addColumn<TokenKind>("kind");
    QTest::addColumn<QString>("prefix");
    QTest::newRow("device") << TokenKind::Device << u"pd_"_s;
    QTest::newRow("invite") << TokenKind::Invite << u"pi_"_s;
    QTest::newRow("owner") << TokenKind::Owner << u"po_"_s;
    QTest::newRow("reset") << TokenKind::Reset << u"pr_"_s;
    QTest::newRow("transfer") << TokenKind::Transfer << u"pt_"_s;
    QTest::newRow("bot") << TokenKind::Bot << u"pb_"_s;
}

void SecretsTest::tokensOfEveryKind()
{
    QFETCH(TokenKind, kind);
    QFETCH(QString, prefix);
    QSet<QString> texts;
    QSet<QByteArray> hashes;
    for (int at = 0; at < 100; ++at) {
        const IssuedToken token = issueToken(kind);
        QVERIFY(token.text.startsWith(prefix));
        QCOMPARE(token.text.size(), 46);
        QCOMPARE(token.hash.size(), 32);
        QVERIFY(!token.hash.contains(token.text.toLatin1()));
        QCOMPARE(hashOfToken(token.text, kind), std::optional(token.hash));
        QVERIFY(readToken(token.text)->kind == kind);
        QCOMPARE(readToken(token.text)->hash, token.hash);
        texts.insert(token.text);
        hashes.insert(token.hash);
    }
    QCOMPARE(texts.size(), 100);
    QCOMPARE(hashes.size(), 100);
}

void SecretsTest::aTokenIsOfOneKind()
{
    const IssuedToken invite = issueToken(TokenKind::Invite);
    QVERIFY(!hashOfToken(invite.text, TokenKind::Device));
    QString device = invite.text; // the same bits under another prefix
    device.replace(0, 3, u"pd_"_s);
    QVERIFY(bool(hashOfToken(device, TokenKind::Device)));
    QVERIFY(*hashOfToken(device, TokenKind::Device) != invite.hash);
}

void SecretsTest::aTokenHasOneSpelling()
{
    const QString alphabet = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"_s;
    const QString token = issueToken(TokenKind::Device).text;
    for (const auto& tail : {u"="_s, u"=="_s, u" "_s, u"\n"_s, u"A"_s})
        QVERIFY(!readToken(token + tail));
    QVERIFY(!readToken(u' ' + token));
    for (qsizetype length = 0; length < token.size(); ++length)
        QVERIFY(!readToken(token.first(length)));
    int spellings = 0;
    for (const QChar last : alphabet) // bits behind the last byte
        spellings += readToken(token.chopped(1) + last) ? 1 : 0;
    QCOMPARE(spellings, 16); // each of them another token
    for (const auto& bad : {u"+"_s, u"/"_s, u"."_s, u"\u0430"_s, u"\u0141"_s, QString(QChar(0))}) {
        QString other = token;
        QVERIFY(!readToken(other.replace(10, 1, bad)));
    }
    for (const auto& prefix : {u"PD_"_s, u"px_"_s, u"pd-"_s, u"___"_s}) {
        QString other = token;
        QVERIFY(!readToken(other.replace(0, 3, prefix)));
    }
    QVERIFY(!readToken(QString(1'000'000, u'A')));
}

/// RFC 6238, appendix B, the last six of its eight digits.
void SecretsTest::codesOfTheStandard_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("code");
    QTest::newRow("1970") << qint64(59) << u"287082"_s;
    QTest::newRow("2005-03-18 01:58:29") << qint64(1'111'111'109) << u"081804"_s;
    QTest::newRow("2005-03-18 01:58:31") << qint64(1'111'111'111) << u"050471"_s;
    QTest::newRow("2009") << qint64(1'234'567'890) << u"005924"_s;
    QTest::newRow("2033") << qint64(2'000'000'000) << u"279037"_s;
    QTest::newRow("2603") << qint64(20'000'000'000) << u"353130"_s;
}

void SecretsTest::codesOfTheStandard()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, code);
    const QByteArray secret = "12345678901234567890";
    QCOMPARE(totpCode(secret, seconds / 30), code);
    QCOMPARE(matchingStep(secret, code, seconds * 1'000, {}), std::optional(seconds / 30));
}

void SecretsTest::aCodeIsGoodForOneStepAround()
{
    const QByteArray secret = "12345678901234567890";
    const qint64 step = 59'000'000;
    const QString code = totpCode(secret, step);
    const qint64 begin = step * totpPeriod;
    QVERIFY(!matchingStep(secret, code, begin - totpPeriod - 1, {})); // the client's clock is a whole step ahead
    for (const qint64 now : {begin - totpPeriod, begin, begin + totpPeriod - 1, begin + 2 * totpPeriod - 1})
        QCOMPARE(matchingStep(secret, code, now, {}), std::optional(step));
    QVERIFY(!matchingStep(secret, code, begin + 2 * totpPeriod, {}));
    QVERIFY(!matchingStep("another secret", code, begin, {}));
}

void SecretsTest::aCodeIsGoodOnce()
{
    const QByteArray secret = "12345678901234567890";
    const qint64 step = 59'000'000;
    const qint64 now = step * totpPeriod;
    const auto used = matchingStep(secret, totpCode(secret, step), now, {});
    QVERIFY(!matchingStep(secret, totpCode(secret, step), now, used));
    QVERIFY(!matchingStep(secret, totpCode(secret, step), now + totpPeriod, used)); // still within reach
    QVERIFY(!matchingStep(secret, totpCode(secret, step - 1), now, used));          // overlooked by its owner
    QCOMPARE(matchingStep(secret, totpCode(secret, step + 1), now, used), std::optional(step + 1));
    QCOMPARE(matchingStep(secret, totpCode(secret, step), now, step - 1), std::optional(step));
}

void SecretsTest::whatIsNoCode()
{
    const QByteArray secret = "12345678901234567890";
    const qint64 now = 59'000;
    QVERIFY(bool(matchingStep(secret, u"287 082"_s, now, {})));
    for (const auto& bad : {u""_s, u"      "_s, u"28708"_s, u"2870820"_s, u"28708a"_s, u"-28708"_s, u"94287082"_s,
                            u"\u0662\u0668\u0667\u0660\u0668\u0662"_s, u"287082\n"_s})
        QVERIFY2(!matchingStep(secret, bad, now, {}), qPrintable(bad));
    QVERIFY(!matchingStep(secret, QString(1'000'000, u'2'), now, {}));
}

void SecretsTest::secretsInBase32()
{
    QCOMPARE(base32(""), u""_s); // RFC 4648, section 10
    QCOMPARE(base32("f"), u"MY"_s);
    QCOMPARE(base32("fo"), u"MZXQ"_s);
    QCOMPARE(base32("foo"), u"MZXW6"_s);
    QCOMPARE(base32("foob"), u"MZXW6YQ"_s);
    QCOMPARE(base32("fooba"), u"MZXW6YTB"_s);
    QCOMPARE(base32("foobar"), u"MZXW6YTBOI"_s);
    QCOMPARE(base32(QByteArray(5, char(0xff))), u"77777777"_s);
    QCOMPARE(newTotpSecret().size(), 20);
    QVERIFY(newTotpSecret() != newTotpSecret());
}

void SecretsTest::uriForApps()
{
    const QString text = totpUri(u"chat.example:3001"_s, u"m\u00fcller & co%2"_s, "12345678901234567890");
    QCOMPARE(text, u"otpauth://totp/chat.example%203001:m%C3%BCller%20%26%20co%252"
                   "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=chat.example%203001"
                   "&algorithm=SHA1&digits=6&period=30"_s);
    const QUrl uri(text, QUrl::StrictMode);
    QVERIFY(uri.isValid());
    QCOMPARE(uri.path(), u"/chat.example 3001:m\u00fcller & co%2"_s);
    QCOMPARE(QUrlQuery(uri).queryItemValue(u"issuer"_s, QUrl::FullyDecoded), u"chat.example 3001"_s);
}

void SecretsTest::recoveryCodesAreTheirAccountsOwn()
{
    const UserId ann = UserId::random();
    const UserId bob = UserId::random();
    const QStringList codes = newRecoveryCodes();
    QCOMPARE(codes.size(), recoveryCodeCount);
    QSet<QByteArray> hashes;
    for (const QString& code : codes) {
        static const QRegularExpression shape(u"^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$"_s);
        QVERIFY2(shape.match(code).hasMatch(), qPrintable(code));
        QCOMPARE(hashOfRecoveryCode(code, ann)->size(), 32);
        QVERIFY(*hashOfRecoveryCode(code, ann) != *hashOfRecoveryCode(code, bob));
        hashes.insert(*hashOfRecoveryCode(code, ann));
    }
    QCOMPARE(hashes.size(), recoveryCodeCount);
    QVERIFY(newRecoveryCodes() != codes);
}

void SecretsTest::recoveryCodesAsPeopleTypeThem()
{
    const UserId ann = UserId::random();
    const auto hash = hashOfRecoveryCode(u"0a1b-111c-d0ef-ghjk"_s, ann);
    QVERIFY(bool(hash));
    for (const auto& typed : {u"0A1B-111C-D0EF-GHJK"_s, u"oa1b 1ilc dOef ghjk"_s, u"0a1b111cd0efghjk"_s,
                              u" 0a1b\u2010111c\u2013d0ef\u00a0ghjk\n"_s, u"OAIB-LLIC-DOEF-GHJK"_s})
        QCOMPARE(hashOfRecoveryCode(typed, ann), hash);
    QVERIFY(*hashOfRecoveryCode(u"0a1b-111c-d0ef-ghjm"_s, ann) != *hash);
    for (const auto& bad : {u""_s, u"----"_s, u"0a1b-111c-d0ef-ghj"_s, u"0a1b-111c-d0ef-ghjkm"_s,
                            u"0a1b-111c-d0ef-ghju"_s, u"0a1b-111c-d0ef-ghj."_s,
                            u"0\u0430"
                            "1b-111c-d0ef-ghjk"_s})
        QVERIFY2(!hashOfRecoveryCode(bad, ann), qPrintable(bad));
    QVERIFY(!hashOfRecoveryCode(QString(1'000'000, u'-'), ann));
}

} // namespace parlance

using parlance::SecretsTest;
PARLANCE_SUITE(secrets, SecretsTest)
#include "secrets_test.moc"
