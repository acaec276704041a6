#include "base/backoff.h"
#include "base/callback.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/utf8.h"
#include "support/random.h"
#include "support/suite.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <set>

namespace parlance {

using namespace Qt::StringLiterals;

/// The small types that everything stands on.
class BaseTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void backOffDoublesUpToTheCeiling();
    void backOffStaysInItsBounds();
    void backOffIsSpreadEvenly();
    void backOffBeginsAnewAfterReset();
    void backOffWithASmallCeiling();
    void callbackIsCalledOnceAndThenEmpty();
    void callbackOwnsWhatCannotBeCopied();
    void callbackMayReplaceItselfWhileCalled();
    void idsAreRandomUuids();
    void idsOfAKindCompareByText();
    void resultHoldsOneOfTheTwo();
    void textsSurviveTheirEncoding();
};

void BaseTest::backOffDoublesUpToTheCeiling()
{
    BackOff backOff;
    std::vector<qint64> steps;
    for (int i = 0; i < 8; ++i) {
        steps.push_back(backOff.ceilingOfNext());
        backOff.next(0);
    }
    const std::vector<qint64> wanted{1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000, 30'000};
    QCOMPARE(steps, wanted);
    for (int i = 0; i < 1'000; ++i)
        backOff.next(0);
    QCOMPARE(backOff.ceilingOfNext(), 30'000);
}

void BaseTest::backOffStaysInItsBounds()
{
    test::Random random;
    for (int run = 0; run < 500; ++run) {
        BackOff backOff;
        for (int i = 0; i < 10; ++i) {
            const qint64 ceiling = backOff.ceilingOfNext();
            const qint64 delay = backOff.next(random.real());
            QVERIFY2(delay >= 0 && delay <= ceiling, qPrintable(QString::number(delay)));
        }
    }
    QCOMPARE(BackOff().next(0), 0);
    QCOMPARE(BackOff().next(0.999'999), 999);
}

/// Full jitter: as many clients come back in each tenth of the step as in any other.
void BaseTest::backOffIsSpreadEvenly()
{
    test::Random random;
    std::array<int, 10> tenths{};
    for (int i = 0; i < 10'000; ++i)
        ++tenths[size_t(BackOff().next(random.real()) / 100)];
    for (const int count : tenths)
        QVERIFY2(count > 800 && count < 1'200, qPrintable(QString::number(count)));
}

void BaseTest::backOffBeginsAnewAfterReset()
{
    BackOff backOff;
    for (int i = 0; i < 5; ++i)
        backOff.next(0.5);
    backOff.reset();
    QCOMPARE(backOff.next(0.5), 500);
    QCOMPARE(backOff.next(0.5), 1'000);
}

void BaseTest::backOffWithASmallCeiling()
{
    BackOff backOff(200);
    QCOMPARE(backOff.ceilingOfNext(), 200);
    QCOMPARE(backOff.next(0.5), 100);
    QCOMPARE(backOff.ceilingOfNext(), 200);
}

void BaseTest::callbackIsCalledOnceAndThenEmpty()
{
    int sum = 0;
    Callback<void(int)> callback([&sum](int value) { sum += value; });
    QVERIFY(bool(callback));
    callback(5);
    QCOMPARE(sum, 5);
    QVERIFY(!callback);
    QVERIFY(!Callback<void()>());
}

void BaseTest::callbackOwnsWhatCannotBeCopied()
{
    int seen = 0;
    Callback<void(std::unique_ptr<int>)> callback(
        [&seen, own = std::make_unique<int>(2)](std::unique_ptr<int> given) { seen = *own + *given; });
    Callback<void(std::unique_ptr<int>)> moved = std::move(callback);
    moved(std::make_unique<int>(3));
    QCOMPARE(seen, 5);
}

void BaseTest::callbackMayReplaceItselfWhileCalled()
{
    int calls = 0;
    Callback<void()> callback;
    callback = Callback<void()>([&] {
        ++calls;
        callback = Callback<void()>([&calls] { calls += 10; });
    });
    callback();
    QVERIFY(bool(callback));
    callback();
    QCOMPARE(calls, 11);
}

void BaseTest::idsAreRandomUuids()
{
    static const QRegularExpression uuid(u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
    std::set<UserId> seen;
    for (int i = 0; i < 1'000; ++i) {
        const auto id = UserId::random();
        QVERIFY2(uuid.match(QString::fromLatin1(id.text())).hasMatch(), id.text().constData());
        QVERIFY(seen.insert(id).second);
    }
}

void BaseTest::idsOfAKindCompareByText()
{
    const MessageId a("a");
    const MessageId b("b");
    QVERIFY(a < b && a == MessageId("a") && a != b);
    QCOMPARE(std::hash<MessageId>()(a), std::hash<MessageId>()(MessageId("a")));
    QVERIFY(MessageId().isEmpty());
    static_assert(!std::is_convertible_v<MessageId, UserId>);
    static_assert(!std::is_convertible_v<QByteArray, UserId>);
}

void BaseTest::resultHoldsOneOfTheTwo()
{
    const Result<QString> value(u"x"_s);
    QVERIFY(bool(value));
    QCOMPARE(*value, u"x"_s);
    QCOMPARE(value->size(), 1);
    const Result<QString> failed(Error{ErrorCode::Busy, u"full"_s, 500});
    QVERIFY(!failed);
    const Error wanted{ErrorCode::Busy, u"full"_s, 500};
    QVERIFY(failed.error() == wanted);
    Result<std::unique_ptr<int>> owner(std::make_unique<int>(4));
    const std::unique_ptr<int> taken = *std::move(owner);
    QCOMPARE(*taken, 4);
}

/// Any text: with marks of every kind at its ends, beyond the basic plane, empty.
void BaseTest::textsSurviveTheirEncoding()
{
    test::Random random;
    const std::array<char32_t, 8> likely{0xfeff, 0xfffe, 0xef, 'a', 0, 0x1f600, 0x200b, 0xfffd};
    for (int round = 0; round < 5'000; ++round) {
        QString text;
        for (int length = random.below(6); length > 0; --length) {
            char32_t c =
                random.chance(2) ? likely[size_t(random.below(int(likely.size())))] : char32_t(random.below(0x110000));
            if (QChar::isSurrogate(c))
                c = 0xfeff;
            text += QString::fromUcs4(&c, 1);
        }
        const QByteArray bytes = text.toUtf8();
        QCOMPARE(fromUtf8(bytes), text);
        QCOMPARE(fromUtf8(bytes).toUtf8(), bytes);
    }
    QCOMPARE(fromUtf8({}), QString());
}

} // namespace parlance

using parlance::BaseTest;
PARLANCE_SUITE(base, BaseTest)
#include "base_test.moc"
