#include "desktop/hunspellchecker.h"
#include "support/suite.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace parlance::client {

/// With dictionaries of its own, of three words each.
class HunspellCheckerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void wordsOfADictionary();
    void wordsOfSeveralLanguages();
    void dictionaryOfAnotherCountry();
    void encodingOfItsOwn();
    void learntWordsStay();
    void nothingInstalled();
    void goneBeforeItWasRead();

  private:
    void write(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    HunspellChecker::Places places(const QStringList& languages)
    {
        return {{m_folder->path()}, languages, m_folder->filePath(QStringLiteral("words.txt"))};
    }
    static bool isReady(HunspellChecker& checker)
    {
        bool ready = false;
        checker.begin([&ready] { ready = true; });
        return QTest::qWaitFor([&ready] { return ready; });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void HunspellCheckerTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(QStringLiteral("en_GB.aff"), "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n");
    write(QStringLiteral("en_GB.dic"), "3\nboat\nsail\nthe\n");
    write(QStringLiteral("de_DE.aff"), "SET ISO8859-1\nTRY abcdefghijklmnopqrstuvwxyz\n");
    write(QStringLiteral("de_DE.dic"), "3\nGr\xfc\xdf"
                                       "e\nBoot\nder\n");
}

void HunspellCheckerTest::wordsOfADictionary()
{
    HunspellChecker checker(places({QStringLiteral("en-GB")}));
    QVERIFY(checker.isRight(QStringLiteral("bote"))); // nothing is known yet
    QVERIFY(isReady(checker));
    QVERIFY(checker.isRight(QStringLiteral("boat")));
    QVERIFY(checker.isRight(QStringLiteral("Boat"))); // at the beginning of a sentence
    QVERIFY(!checker.isRight(QStringLiteral("bota")));
    QVERIFY(checker.proposals(QStringLiteral("baot")).contains(QStringLiteral("boat")));
    QVERIFY(isReady(checker)); // for whoever else wants it
}

void HunspellCheckerTest::wordsOfSeveralLanguages()
{
    HunspellChecker checker(places({QStringLiteral("en-GB"), QStringLiteral("de-DE"), QStringLiteral("fr-FR")}));
    QVERIFY(isReady(checker));
    QVERIFY(checker.isRight(QStringLiteral("boat")));
    QVERIFY(checker.isRight(QStringLiteral("Boot")));
    QVERIFY(!checker.isRight(QStringLiteral("bateau")));
}

void HunspellCheckerTest::dictionaryOfAnotherCountry()
{
    HunspellChecker checker(places({QStringLiteral("en-AU")}));
    QVERIFY(isReady(checker));
    QVERIFY(!checker.isRight(QStringLiteral("bota")));
}

void HunspellCheckerTest::encodingOfItsOwn()
{
    HunspellChecker checker(places({QStringLiteral("de")}));
    QVERIFY(isReady(checker));
    QVERIFY(checker.isRight(QStringLiteral("Grüße")));
    QVERIFY(!checker.isRight(QStringLiteral("Grüsse")));
    QVERIFY(!checker.isRight(QStringLiteral("Łódź"))); // cannot be written in it
    QVERIFY(checker.proposals(QStringLiteral("Grüßee")).contains(QStringLiteral("Grüße")));
}

void HunspellCheckerTest::learntWordsStay()
{
    {
        HunspellChecker checker(places({QStringLiteral("en-GB")}));
        QVERIFY(isReady(checker));
        QVERIFY(!checker.isRight(QStringLiteral("parlance")));
        checker.learn(QStringLiteral("parlance"));
        checker.learn(QStringLiteral("Grüße"));
        QVERIFY(checker.isRight(QStringLiteral("parlance")));
    }
    HunspellChecker checker(places({QStringLiteral("en-GB")}));
    QVERIFY(isReady(checker));
    QVERIFY(checker.isRight(QStringLiteral("parlance")));
    QVERIFY(checker.isRight(QStringLiteral("Grüße")));
}

void HunspellCheckerTest::nothingInstalled()
{
    HunspellChecker checker(places({QStringLiteral("fr-FR")}));
    bool ready = false;
    checker.begin([&ready] { ready = true; });
    HunspellChecker other(places({QStringLiteral("en-GB")}));
    QVERIFY(isReady(other)); // so that the first had its time
    QVERIFY(!ready);
    QVERIFY(checker.isRight(QStringLiteral("bota")));
    checker.learn(QStringLiteral("bota"));
}

void HunspellCheckerTest::goneBeforeItWasRead()
{
    auto checker = std::make_unique<HunspellChecker>(places({QStringLiteral("en-GB")}));
    checker->begin([] { QFAIL("it is gone"); });
    checker.reset();
    QCoreApplication::processEvents();
}

} // namespace parlance::client

PARLANCE_SUITE(hunspellchecker, parlance::client::HunspellCheckerTest)
#include "hunspellchecker_test.moc"
