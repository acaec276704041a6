#include "support/suite.h"
#include "ui/composer/offer.h"
#include "ui/uiworld.h"

#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QInputMethodEvent>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>

#include <ctime>

namespace parlance::test {

namespace {

struct Writer : Pair {
    void paste(QMimeData* data)
    {
        QApplication::clipboard()->setMimeData(data); // which owns it
        composer().field().paste();
        settle();
    }
    void paste(const QString& text)
    {
        auto* data = new QMimeData;
        data->setText(text);
        paste(data);
    }

    bool isOffered() const { return find<QWidget>("offer")->isVisible(); }
    QString offer() const { return find<QLabel>("offerText")->text(); }
    QPushButton* accept() const { return find<QPushButton>("acceptOffer"); }
    int limit() const { return int(account->client().state().identity.limits.text); }
};

QString logOf(int characters)
{
    const QString line = QStringLiteral("12:00:01 a line of some log\n");
    return line.repeated(characters / int(line.size()) + 1).left(characters);
}

} // namespace

/// What is written or pasted is longer than one message, by a little or by far.
class LongTextTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void pastes_data();
    void pastes();
    void typingEndsWhereItIsFull();
    void inputMethodsEndWhereItIsFull();
    void screenReadersHearAnOfferOnce();
    void refusalsAreSummedUp();
    void editThatIsTooLong();
    void filesAreRefused_data();
    void filesAreRefused();
    void anyDraftOpensAtOnce_data();
    void anyDraftOpensAtOnce();
    void anEditLeavesALongDraftWhole();
};

void LongTextTest::pastes_data()
{
    QTest::addColumn<int>("characters");
    QTest::addColumn<int>("kept"); // in the field; -1: nothing
    QTest::addColumn<int>("parts");
    QTest::newRow("one message") << 1'900 << 1'900 << 0;
    QTest::newRow("two messages") << 3'000 << 3'000 << 2;
    QTest::newRow("10 KB") << 10'000 << 10'000 << 6;
    QTest::newRow("19 KB") << 19'000 << 19'000 << 10;
    QTest::newRow("200 KB") << 200'000 << -1 << 0;
    QTest::newRow("5 MB") << 5'000'000 << -1 << 0;
}

void LongTextTest::pastes()
{
    QFETCH(const int, characters);
    QFETCH(const int, kept);
    QFETCH(const int, parts);
    Writer w;
    w.paste(logOf(characters));
    QCOMPARE(w.composer().field().length(), std::max(kept, 0));
    QCOMPARE(w.isOffered(), characters > w.limit());
    if (kept < 0) {
        QVERIFY2(w.offer().contains(QLocale(QLocale::English).toString(characters)), qPrintable(w.offer()));
        w.accept()->click();
        w.settle();
        QVERIFY(w.composer().field().length() <= w.composer().field().capacity());
        QVERIFY(w.composer().field().length() > w.composer().field().capacity() - 2);
    }
    for (const Qt::KeyboardModifier with : {Qt::NoModifier, Qt::ControlModifier})
        QTest::keyClick(&w.composer().field(), Qt::Key_Return, with);
    w.settle();
    QCOMPARE(w.tom.texts().size(), parts == 0 && kept > 0 ? 1 : 0);
    QVERIFY(w.dialogs.asked.empty() && w.dialogs.told.isEmpty());
    if (parts == 0)
        return;
    QVERIFY2(w.accept()->text().contains(QString::number(parts)), qPrintable(w.accept()->text()));
    w.accept()->click();
    w.settle();
    QCOMPARE(w.tom.texts().size(), parts);
    QVERIFY(w.composer().text().isEmpty());
    QVERIFY(w.account->client().draft(w.here()).isEmpty());
    QVERIFY(!w.isOffered());
}

void LongTextTest::typingEndsWhereItIsFull()
{
    Writer w;
    const int capacity = w.composer().field().capacity();
    w.composer().setText(QString(capacity - 1, u'x'));
    QTest::keyClicks(&w.composer().field(), QStringLiteral("yz"));
    QCOMPARE(w.composer().field().length(), capacity);
    QVERIFY(w.composer().text().endsWith(u'y'));
    QVERIFY(w.isOffered());
    QTest::keyClick(&w.composer().field(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(w.composer().field().length(), capacity);
    QTest::keyClick(&w.composer().field(), Qt::Key_Backspace);
    QTest::keyClicks(&w.composer().field(), QStringLiteral("z"));
    QVERIFY(w.composer().text().endsWith(u'z'));
}

void LongTextTest::inputMethodsEndWhereItIsFull()
{
    Writer w;
    TextField& field = w.composer().field();
    w.composer().setText(QString(field.capacity() - 3, u'x'));
    const auto commit = [&field](const QString& text) {
        QInputMethodEvent event;
        event.setCommitString(text);
        QCoreApplication::sendEvent(&field, &event);
    };
    commit(QStringLiteral("ab"));
    QVERIFY(field.text().endsWith(QStringLiteral("xab")));
    commit(QString::fromUtf8("c😀d")); // of which the emoji needs two units
    QCOMPARE(field.length(), field.capacity());
    QVERIFY(field.text().endsWith(QStringLiteral("xabc")));
    commit(QStringLiteral("e"));
    QVERIFY(field.text().endsWith(QStringLiteral("xabc")));
}

/// Its numbers change with every letter.
void LongTextTest::screenReadersHearAnOfferOnce()
{
    Writer w;
    const QSignalSpy announced(w.find<Offer>("offer"), &Offer::announced);
    w.composer().setText(QString(w.limit(), u'x'));
    QTest::keyClicks(&w.composer().field(), QStringLiteral("yyyy"));
    QVERIFY(w.isOffered());
    QCOMPARE(announced.size(), 1);
    QTest::keyClick(&w.composer().field(), Qt::Key_Return); // whoever asks hears it again
    QCOMPARE(announced.size(), 2);
}

/// The queue has no room for the last parts.
void LongTextTest::refusalsAreSummedUp()
{
    Writer w;
    w.world.server.reset();
    w.line->sever();
    w.settle();
    for (size_t i = 0; i + 3 < Outbox::limit; ++i)
        QVERIFY(w.account->client().say(w.here(), QStringLiteral("waits")));
    w.paste(logOf(15'000));
    w.accept()->click();
    w.settle();
    QCOMPARE(w.dialogs.told.size(), 1);
    QCOMPARE(w.account->client().outbox().entries().size(), Outbox::limit);
    const QString rest = w.composer().text();
    QVERIFY2(rest.size() > 8'000 && rest.size() < 10'000, qPrintable(QString::number(rest.size())));
    QCOMPARE(w.account->client().draft(w.here()), rest);
}

void LongTextTest::editThatIsTooLong()
{
    Writer w;
    w.write(QStringLiteral("short"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Up);
    w.paste(logOf(3'000));
    QVERIFY(w.isOffered());
    QVERIFY(!w.accept()->isVisible());
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    w.settle();
    QVERIFY(w.composer().isEditing());
    QCOMPARE(w.tom.texts(), list({"short"}));
    QTest::keyClick(&w.composer().field(), Qt::Key_Escape);
    QVERIFY(!w.isOffered());
}

void LongTextTest::filesAreRefused_data()
{
    QTest::addColumn<bool>("picture");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("taken");
    QTest::newRow("a picture") << true << QString() << QString() << QString();
    QTest::newRow("a file") << false << QStringLiteral("file:///tmp/a.pdf") << QStringLiteral("/tmp/a.pdf")
                            << QString();
    QTest::newRow("a file without text") << false << QStringLiteral("file:///tmp/a.pdf") << QString() << QString();
    QTest::newRow("text with its picture") << true << QString() << QStringLiteral("words") << QStringLiteral("words");
    QTest::newRow("a link") << false << QStringLiteral("https://example.org/") << QStringLiteral("https://example.org/")
                            << QStringLiteral("https://example.org/");
}

void LongTextTest::filesAreRefused()
{
    QFETCH(const bool, picture);
    QFETCH(const QString, url);
    QFETCH(const QString, text);
    QFETCH(const QString, taken);
    Writer w;
    auto* data = new QMimeData;
    if (picture)
        data->setImageData(QImage(2, 2, QImage::Format_RGB32));
    if (!url.isEmpty())
        data->setUrls({QUrl(url)});
    if (!text.isEmpty())
        data->setText(text);
    w.paste(data);
    QCOMPARE(w.composer().text(), taken);
    QCOMPARE(w.isOffered(), taken.isEmpty());
    if (taken.isEmpty())
        QVERIFY2(w.offer().contains(QStringLiteral("cannot be sent")), qPrintable(w.offer()));
}

void LongTextTest::anyDraftOpensAtOnce_data()
{
    QTest::addColumn<QString>("draft");
    QTest::newRow("5 MB of lines") << logOf(5'000'000);
    QTest::newRow("5 MB without a break") << QString(5'000'000, u'x');
    QTest::newRow("as many lines as fit") << QString(50'000, u'\n');
    QTest::newRow("as long a word as fits") << QString(20'000, u'x');
}

void LongTextTest::anyDraftOpensAtOnce()
{
    QFETCH(const QString, draft);
    Writer w;
    const RoomName other = *RoomName::parse(u"other");
    w.workspace->go(other);
    w.settle();
    w.account->client().setDraft(w.here(), draft);
    const std::clock_t begun = std::clock(); // the processor's time, whatever else runs beside
    w.workspace->go(general());
    w.workspace->grab();
    const qint64 took = qint64(1'000 * (std::clock() - begun) / CLOCKS_PER_SEC);
    qInfo("opened in %lld ms", took);
    QVERIFY(took < 1'500); // with sanitizers; without them it is less than 100 ms
    QVERIFY(w.composer().field().length() <= w.composer().field().capacity());
    QCOMPARE(w.account->client().draft(w.here()).size(), draft.size()); // nothing is lost by looking
    QCOMPARE(w.isOffered(), draft.size() > w.limit());
}

/// Editing a message, and thinking better of it, changes nothing of the draft.
void LongTextTest::anEditLeavesALongDraftWhole()
{
    Writer w;
    w.write(QStringLiteral("said"));
    w.workspace->go(*RoomName::parse(u"other"));
    w.settle();
    w.account->client().setDraft(w.here(), logOf(30'000));
    w.workspace->go(general());
    w.composer().edit(w.room().messages.back().id, QStringLiteral("said"));
    w.composer().endEdit();
    QCOMPARE(w.account->client().draft(w.here()).size(), 30'000);
}

} // namespace parlance::test

PARLANCE_SUITE(longtext, parlance::test::LongTextTest)
#include "longtext_test.moc"
