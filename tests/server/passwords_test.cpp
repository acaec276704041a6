#include "auth/passwordrules.h"
#include "auth/passwords.h"
#include "support/suite.h"

#include <QFile>
#include <QTest>

#include <ctime>

namespace parlance {

using namespace Qt::StringLiterals;

class PasswordsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aHashIsOfItsPassword();
    void keyboardsMayComposeDifferently();
    void theUsualCostIsInTheHash();
    void noRealServerHashesForLess();
    void hashesOfAnotherCostAreMadeAnew();
    void handlesThatNobodyHas();
    void damagedHashesAreNobodys();
    void lackOfMemoryIsNoTry();
    void rules_data();
    void rules();
    void errorsDoNotRepeatThePassword();
};

namespace {

const PasswordCost cheap = PasswordCost::forTests();

/// Microseconds that this thread has computed.
qint64 threadTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1'000;
}

Handle handle(const QString& text)
{
    return *Handle::parse(text);
}

} // namespace

void PasswordsTest::aHashIsOfItsPassword()
{
    const auto hash = hashPassword(u"correct horse"_s, cheap);
    QVERIFY(bool(hash));
    QVERIFY(hash->size() < 128);
    QVERIFY(!hash->contains('\0'));
    QVERIFY(verifyPassword(u"correct horse"_s, *hash, cheap) == Verified::Yes);
    for (const auto& wrong : {u""_s, u"correct hors"_s, u"correct horse "_s, u"Correct horse"_s})
        QVERIFY(verifyPassword(wrong, *hash, cheap) == Verified::No);
    QVERIFY(*hashPassword(u"correct horse"_s, cheap) != *hash); // salted
    const QString withNull = u"correct"_s + QChar(0) + u"horse"_s;
    QVERIFY(verifyPassword(u"correct"_s, *hashPassword(withNull, cheap), cheap) == Verified::No);
}

void PasswordsTest::keyboardsMayComposeDifferently()
{
    const auto hash = hashPassword(u"s\u00e9same ouvre"_s, cheap);
    QVERIFY(verifyPassword(u"se\u0301same ouvre"_s, *hash, cheap) == Verified::Yes);
    QVERIFY(verifyPassword(u"sesame ouvre"_s, *hash, cheap) == Verified::No);
    const QString tower = u'a' + QString(500'000, u'\u0301') + QString(500'000, u'\u0323'); // Qt would take an hour
    QVERIFY(verifyPassword(tower, *hash, cheap) == Verified::No);
}

void PasswordsTest::theUsualCostIsInTheHash()
{
    const PasswordCost usual;
    const auto hash = hashPassword(u"correct horse"_s, usual);
    QVERIFY2(hash->startsWith("$argon2id$v=19$m=65536,t=2,p=1$"), hash->constData());
    QVERIFY(verifyPassword(u"correct horse"_s, *hash, usual) == Verified::Yes);
    QVERIFY(!needsRehash(*hash, usual));
}

void PasswordsTest::noRealServerHashesForLess()
{
    QVERIFY(bool(PasswordCost::of(PasswordCost::leastMemory, PasswordCost::leastPasses)));
    QCOMPARE(PasswordCost::of(PasswordCost::leastMemory, 3)->passes(), 3);
    const auto tooLittle = PasswordCost::of(PasswordCost::leastMemory - 1, 2);
    QCOMPARE(tooLittle.error().code, ErrorCode::BadRequest);
    QVERIFY(tooLittle.error().message.contains(u"19"_s));
    for (const qint64 passes : {qint64(-1), qint64(0), qint64(1), PasswordCost::mostPasses + 1})
        QVERIFY(!PasswordCost::of(PasswordCost::leastMemory, passes));
    QVERIFY(!PasswordCost::of(PasswordCost::mostMemory + 1, 2));
}

void PasswordsTest::hashesOfAnotherCostAreMadeAnew()
{
    const auto hash = hashPassword(u"correct horse"_s, cheap);
    QVERIFY(!needsRehash(*hash, cheap));
    QVERIFY(needsRehash(*hash, PasswordCost()));
    QVERIFY(needsRehash("damaged", cheap));
    QVERIFY(verifyPassword(u"correct horse"_s, *hash, PasswordCost()) == Verified::Yes); // the hash says its own cost
}

/// They take what others do; in the thread's own time, which does not depend on what else the machine does.
void PasswordsTest::handlesThatNobodyHas()
{
    for (const auto& password : {u""_s, u"password"_s, u"correct horse"_s})
        QVERIFY(verifyPassword(password, {}, cheap) == Verified::No);
    const PasswordCost usual;
    const auto hash = *hashPassword(u"correct horse"_s, usual);
    const auto timed = [&](const std::optional<QByteArray>& with) {
        const qint64 begin = threadTime();
        return verifyPassword(u"wrong horse"_s, with, usual) == Verified::No ? threadTime() - begin : 0;
    };
    const qint64 known = timed(hash);
    const qint64 unknown = timed({});
    QVERIFY2(known > 0 && unknown > known / 3 && unknown < known * 3, qPrintable(u"%1 %2"_s.arg(known).arg(unknown)));
}

void PasswordsTest::damagedHashesAreNobodys()
{
    const auto hash = hashPassword(u"correct horse"_s, cheap);
    for (qsizetype length = 0; length < hash->size(); ++length)
        QVERIFY(verifyPassword(u"correct horse"_s, hash->first(length), cheap) == Verified::No);
    for (const char* bad : {"$2b$10$something", "argon2id", "$$$$$", "$argon2id$v=19$m=8$a$b",
                            "$argon2id$v=19$m=8,t=1,p=1$$", "$argon2id$v=19$m=-8,t=1,p=1$AAAA$AAAA"})
        QVERIFY(verifyPassword(u"correct horse"_s, QByteArray(bad), cheap) == Verified::No);
    for (const auto& [whole, part] :
         {std::pair("m=8,", "m=7,"), std::pair("m=8,", "m=9223372036854775807,"), std::pair("t=1", "t=0"),
          std::pair("p=1", "p=2"), std::pair("argon2id", "argon2i"), std::pair("v=19", "v=16")}) {
        QByteArray other = *hash;
        QVERIFY(verifyPassword(u"correct horse"_s, other.replace(whole, part), cheap) == Verified::No);
    }
}

/// Half a tebibyte, which the kernel refuses at once unless it was told to promise whatever is asked for.
void PasswordsTest::lackOfMemoryIsNoTry()
{
    QFile overcommit(u"/proc/sys/vm/overcommit_memory"_s);
    if (!overcommit.open(QIODevice::ReadOnly) || overcommit.readAll().trimmed() == "1")
        QSKIP("this machine promises any amount of memory");
    QByteArray hash = *hashPassword(u"correct horse"_s, cheap);
    hash.replace("$m=8,", "$m=536870912,");
    QVERIFY(hash.contains("536870912"));
    QVERIFY(verifyPassword(u"correct horse"_s, hash, cheap) == Verified::OutOfMemory);
    QVERIFY(verifyPassword(u"correct horse"_s, {}, cheap) == Verified::No);
}

void PasswordsTest::rules_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("said"); // a part of the sentence; empty: allowed
    QTest::newRow("phrase") << u"correct horse battery"_s << u""_s;
    QTest::newRow("eight") << u"kd7 fm2x"_s << u""_s;
    QTest::newRow("one kind of letters") << u"plumgravel"_s << u""_s;
    QTest::newRow("pictures") << u"\U0001F44B\U0001F600\U0001F44B\U0001F600\U0001F44B\U0001F600\U0001F44B\U0001F600"_s
                              << u""_s;
    QTest::newRow("128") << u"ab"_s.repeated(64) << u""_s;
    QTest::newRow("129") << u"ab"_s.repeated(64) + u'c' << u"longer than 128"_s;
    QTest::newRow("a million") << QString(1'000'000, u'a') << u"longer than 128"_s;
    QTest::newRow("empty") << u""_s << u"at least 8"_s;
    QTest::newRow("seven") << u"kd7 fm2"_s << u"at least 8"_s;
    QTest::newRow("seven letters, one of them decomposed") << u"kd7 fme\u0301"_s << u"at least 8"_s;
    QTest::newRow("seven pictures") << u"\U0001F44B"_s.repeated(7) << u"at least 8"_s;
    QTest::newRow("over and over") << u"zzzzzzzzzzzz"_s << u"over and over"_s;
    QTest::newRow("pictures over and over") << u"\U0001F44B"_s.repeated(9) << u"over and over"_s;
    QTest::newRow("common") << u"password"_s << u"everybody tries"_s;
    QTest::newRow("common in capitals") << u"QWERTYUIOP"_s << u"everybody tries"_s;
    QTest::newRow("common digits") << u"1234567890"_s << u"everybody tries"_s;
    QTest::newRow("the handle") << u"Annabel.Lee"_s << u"own name"_s;
    QTest::newRow("the name") << u"ANNABEL L\u00c9E"_s << u"own name"_s;
    QTest::newRow("the name and more") << u"annabel.lee and the sea"_s << u""_s;
}

void PasswordsTest::rules()
{
    QFETCH(QString, password);
    QFETCH(QString, said);
    const auto fault = faultOfPassword(password, handle(u"annabel.lee"_s), *UserName::parse(u"Annabel L\u00e9e"_s));
    QCOMPARE(bool(fault), !said.isEmpty());
    if (fault)
        QVERIFY2(fault->message.contains(said), qPrintable(fault->message));
}

void PasswordsTest::errorsDoNotRepeatThePassword()
{
    for (const auto& password : {u"passw0rd"_s, u"kd7fm2"_s, u"annabel.lee"_s, u"ab"_s.repeated(65)}) {
        const auto fault = faultOfPassword(password, handle(u"annabel.lee"_s), *UserName::parse(u"Annabel"_s));
        QVERIFY(bool(fault));
        QVERIFY(!fault->message.contains(password));
    }
}

} // namespace parlance

using parlance::PasswordsTest;
PARLANCE_SUITE(passwords, PasswordsTest)
#include "passwords_test.moc"
