#include "support/suite.h"
#include "ui/composer/spelling.h"
#include "ui/uiworld.h"

#include <QScrollBar>

namespace parlance::test {

namespace {

/// Knows a few words.
class FewWords final : public SpellChecker {
  public:
    QStringList known{QStringLiteral("the"), QStringLiteral("boat"), QStringLiteral("sails")};
    std::function<void()> ready;

    bool isThere = false; ///< for whoever asks from now on

    void begin(std::function<void()> done) override
    {
        ready = std::move(done);
        if (isThere)
            ready();
    }
    bool isRight(const QString& word) const override
    {
        ++asked;
        return known.contains(word);
    }
    mutable int asked = 0;
    QStringList proposals(const QString& /*word*/) const override { return {QStringLiteral("boat")}; }
    void learn(const QString& word) override { known << word; }
};

QStringList underlined(TextField& field)
{
    QStringList words;
    const auto selections = field.extraSelections();
    for (const QTextEdit::ExtraSelection& each : selections) {
        if (each.format.underlineStyle() == QTextCharFormat::WaveUnderline)
            words << each.cursor.selectedText();
    }
    return words;
}

struct Speller : Pair {
    FewWords words;

    Speller() { composer().setSpelling(&words); }
    ~Speller() { composer().setSpelling(nullptr); }

    QMenu* menuAt(int position)
    {
        QTextCursor cursor(composer().field().document());
        cursor.setPosition(position);
        composer().field().setTextCursor(cursor);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QCoreApplication::sendEvent(&composer().field(), &event);
        return find<QMenu>("fieldMenu");
    }
};

} // namespace

class SpellingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatIsAWord_data();
    void whatIsAWord();
    void unknownWordsAreUnderlined();
    void dictionariesThatAreThereAlready();
    void theWordOneIsWritingIsNot();
    void menuProposesAndLearns();
    void underliningIsNotTyping();
    void canBeSwitchedOff();
    void onlyWhatIsSeenIsLookedAt();
    void wordsFromRightToLeft();
};

void SpellingTest::whatIsAWord_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* text, const QStringList& words) {
        QTest::newRow(text) << QString::fromUtf8(text) << words;
    };
    row("The boat's sails", {QStringLiteral("The"), QStringLiteral("boat's"), QStringLiteral("sails")});
    row("see https://example.org/some/path now", {QStringLiteral("see"), QStringLiteral("now")});
    row("@ann and :tada: in #room", {QStringLiteral("and"), QStringLiteral("in")});
    row("/topic about", {QStringLiteral("about")});
    row("a v2 some_name x", {});
    row("Grüße, Łódź!", {QString::fromUtf8("Grüße"), QString::fromUtf8("Łódź")});
    row("", {});
}

void SpellingTest::whatIsAWord()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, words);
    QStringList found;
    for (const Spelling::Word& word : Spelling::wordsOf(text))
        found << text.mid(word.start, word.length);
    QCOMPARE(found, words);
}

void SpellingTest::unknownWordsAreUnderlined()
{
    Speller w;
    w.composer().setText(QStringLiteral("the boot sails\nand the boat "));
    QCOMPARE(underlined(w.composer().field()), list({"boot", "and"}));
    w.words.known << QStringLiteral("and"); // its dictionary has come only now
    w.words.ready();
    w.settle();
    QCOMPARE(underlined(w.composer().field()), list({"boot"}));
}

void SpellingTest::dictionariesThatAreThereAlready()
{
    Speller w;
    w.words.isThere = true;
    w.composer().setText(QStringLiteral("the boot sails\nand the boat "));
    w.settle();
    QCOMPARE(underlined(w.composer().field()), list({"boot", "and"}));
}

void SpellingTest::theWordOneIsWritingIsNot()
{
    Speller w;
    w.composer().field().setFocus();
    QTest::keyClicks(&w.composer().field(), QStringLiteral("the boo"));
    QCOMPARE(underlined(w.composer().field()), QStringList());
    QTest::keyClicks(&w.composer().field(), QStringLiteral(" "));
    QCOMPARE(underlined(w.composer().field()), list({"boo"}));
    QTest::keyClick(&w.composer().field(), Qt::Key_Backspace);
    QCOMPARE(underlined(w.composer().field()), QStringList());
    QTest::keyClick(&w.composer().field(), Qt::Key_Home);
    QCOMPARE(underlined(w.composer().field()), list({"boo"}));
}

void SpellingTest::menuProposesAndLearns()
{
    Speller w;
    w.composer().setText(QStringLiteral("the boot sails, blub"));
    QMenu* menu = w.menuAt(5);
    QCOMPARE(menu->actions().value(0)->text(), QStringLiteral("boat"));
    menu->actions().value(0)->trigger();
    menu->close();
    w.settle();
    QCOMPARE(w.composer().text(), QStringLiteral("the boat sails, blub"));
    menu = w.menuAt(18);
    QCOMPARE(menu->actions().value(1)->text(), QStringLiteral("“blub” is right"));
    menu->actions().value(1)->trigger();
    menu->close();
    w.settle();
    QVERIFY(w.words.known.contains(QStringLiteral("blub")));
    QCOMPARE(underlined(w.composer().field()), QStringList());
    menu = w.menuAt(5);
    QVERIFY(menu->actions().value(0)->text() != QStringLiteral("boat")); // nothing is wrong with it
    menu->close();
}

void SpellingTest::underliningIsNotTyping()
{
    Speller w;
    w.composer().setText(QStringLiteral("the boot"));
    w.settle();
    QCOMPARE(w.tom.room().typing.size(), size_t(1));
    w.pass(20'000);
    QVERIFY(w.tom.room().typing.empty());
    w.words.known << QStringLiteral("boot");
    w.words.ready();
    w.settle();
    QCOMPARE(underlined(w.composer().field()), QStringList());
    QVERIFY(w.tom.room().typing.empty());
}

void SpellingTest::canBeSwitchedOff()
{
    Speller w;
    w.composer().setText(QStringLiteral("the boot sails"));
    QCOMPARE(underlined(w.composer().field()), list({"boot"}));
    w.composer().setSpelling(nullptr);
    QCOMPARE(underlined(w.composer().field()), QStringList());
}

void SpellingTest::onlyWhatIsSeenIsLookedAt()
{
    Speller w;
    w.composer().setText(QStringLiteral("the boot sails\n").repeated(1'000) + QStringLiteral("and "));
    w.settle();
    constexpr int lines = TextField::mostLines - 2; // with a wrong word in each, whole in the view
    const QStringList last = underlined(w.composer().field());
    QVERIFY2(last.size() >= lines && last.size() < 20, qPrintable(QString::number(last.size())));
    QCOMPARE(last.back(), QStringLiteral("and"));
    w.words.asked = 0;
    w.composer().field().verticalScrollBar()->setValue(0);
    const QStringList first = underlined(w.composer().field());
    QVERIFY(first.size() >= lines && !first.contains(QStringLiteral("and")));
    QVERIFY2(w.words.asked < 100, qPrintable(QString::number(w.words.asked)));
    w.composer().setText(QStringLiteral("boot ").repeated(4'000)); // one paragraph
    w.settle();
    w.words.asked = 0;
    w.composer().field().insertPlainText(QStringLiteral("x"));
    QVERIFY2(w.words.asked < 2'000, qPrintable(QString::number(w.words.asked)));
}

/// Lines begin at the view's other side, also the first and the last that are seen.
void SpellingTest::wordsFromRightToLeft()
{
    Speller w;
    w.words.known << QString::fromUtf8("הסירה");
    w.composer().setText(QString::fromUtf8("אחת הסירה שתיים\n").repeated(40));
    w.settle();
    QScrollBar* bar = w.composer().field().verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const QStringList words = underlined(w.composer().field());
    QVERIFY2(words.size() > TextField::mostLines, qPrintable(words.join(u' ')));
    QCOMPARE(words.front(), QString::fromUtf8("אחת"));
    QCOMPARE(words.back(), QString::fromUtf8("שתיים"));
}

} // namespace parlance::test

PARLANCE_SUITE(spelling, parlance::test::SpellingTest)
#include "spelling_test.moc"
