#include "protocol/codec.h"
#include "support/random.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QDir>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

/// Golden frames, spoiled at random: whatever comes, the codec answers with a value or an error, and what it
/// understands it writes so that it understands the same again. Sanitizers watch.
class CorpusTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void spoiledFramesAreReadOrRefused_data();
    void spoiledFramesAreReadOrRefused();
    void randomBytesAreRefused();
};

namespace {

using Decode = Result<QByteArray> (*)(const QByteArray&);

template <class T>
Result<QByteArray> encoded(const Result<T>& message)
{
    if (!message)
        return message.error();
    return encode(*message);
}

template <auto Decode>
Result<QByteArray> throughEnvelope(const QByteArray& frame)
{
    const auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error();
    return encoded(Decode(*envelope));
}

Result<QByteArray> plainEvent(const QByteArray& frame)
{
    return encoded(decodePlainEvent(frame));
}

/// Events of an unknown type are never written, and have no type to be read by.
bool isOfTheFuture(const FullEvent& event)
{
    const auto* joined = std::get_if<Joined>(&event);
    const bool inside = joined && joined->events && std::ranges::any_of(*joined->events, [](const LogEntry& e) {
                            return std::holds_alternative<UnknownEvent>(e);
                        });
    return inside || std::holds_alternative<UnknownEvent>(event);
}

Result<QByteArray> fullEvent(const QByteArray& frame)
{
    const auto event = decodeFullEvent(frame);
    if (event && isOfTheFuture(*event))
        return Error{ErrorCode::UnknownType, {}, {}};
    return encoded(event);
}

std::vector<QByteArray> corpus(const QString& kind)
{
    const QDir folder(test::sourceFolder() + QStringLiteral("/tests/golden/") + kind);
    std::vector<QByteArray> frames;
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            frames.push_back(file.readAll().trimmed());
    }
    return frames;
}

/// Bits of JSON that change the meaning more often than a random byte does.
QByteArray fragment(test::Random& random)
{
    static const std::array<QByteArray, 18> fragments{"null",
                                                      "true",
                                                      "0",
                                                      "-1",
                                                      "1e99",
                                                      "9007199254740993",
                                                      "\"\"",
                                                      "[]",
                                                      "{}",
                                                      "{\"a\":",
                                                      "\\ud800",
                                                      "\\u0000",
                                                      ",",
                                                      "\"type\":",
                                                      "\xed\xa0\x80",
                                                      "\xff",
                                                      "[[[[[[[[[[[[[[[[[[",
                                                      "\"x\":1,"};
    return fragments[size_t(random.below(int(fragments.size())))];
}

QByteArray spoil(QByteArray frame, const QByteArray& other, test::Random& random)
{
    for (int changes = 1 + random.below(3); changes > 0; --changes) {
        const int at = random.below(int(frame.size()) + 1);
        const int length = random.below(std::min(12, int(frame.size()) - at + 1));
        switch (random.below(5)) {
        case 0:
            frame.remove(at, length);
            break;
        case 1:
            frame.insert(at, fragment(random));
            break;
        case 2:
            frame.replace(at, length, fragment(random));
            break;
        case 3:
            frame.insert(at, frame.mid(random.below(int(frame.size()) + 1), 20));
            break;
        default:
            frame.replace(at, length, other.mid(random.below(int(other.size()) + 1), length));
        }
    }
    return frame;
}

} // namespace

void CorpusTest::spoiledFramesAreReadOrRefused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Decode>("decode");
    QTest::newRow("plain requests") << u"plain/request"_s << Decode(throughEnvelope<decodePlainRequest>);
    QTest::newRow("plain events") << u"plain/event"_s << Decode(plainEvent);
    QTest::newRow("full requests") << u"full/request"_s << Decode(throughEnvelope<decodeFullRequest>);
    QTest::newRow("full events") << u"full/event"_s << Decode(fullEvent);
}

void CorpusTest::spoiledFramesAreReadOrRefused()
{
    QFETCH(QString, kind);
    QFETCH(Decode, decode);
    test::Random random;
    const auto frames = corpus(kind);
    QVERIFY(!frames.empty());
    int understood = 0;
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray& frame = frames[size_t(random.below(int(frames.size())))];
        const QByteArray& other = frames[size_t(random.below(int(frames.size())))];
        const QByteArray spoiled = spoil(frame, other, random);
        const auto once = decode(spoiled);
        if (!once) {
            QVERIFY2(once.error().code == ErrorCode::UnknownType || !once.error().message.isEmpty(),
                     spoiled.constData());
            continue;
        }
        ++understood;
        const auto twice = decode(*once);
        QVERIFY2(twice, twice ? "" : spoiled.constData());
        QCOMPARE(*twice, *once);
    }
    QVERIFY2(understood > 100, qPrintable(QString::number(understood))); // or nothing was tested
}

void CorpusTest::randomBytesAreRefused()
{
    test::Random random;
    for (int i = 0; i < 5'000; ++i) {
        QByteArray bytes(random.below(200), '\0');
        for (char& byte : bytes)
            byte = char(random.below(256));
        QVERIFY(!decodeEnvelope(bytes));
    }
}

} // namespace parlance

using parlance::CorpusTest;
PARLANCE_SUITE(corpus, CorpusTest)
#include "corpus_test.moc"
