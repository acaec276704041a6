#include "models/emoji.h"
#include "support/goldentext.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

using namespace Qt::StringLiterals;

/// As the page's tests/web/unit/emoji.test.mjs, with the same cases.
class EmojiTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void completes_data() { test::addTextCases("emoji.json", "queries"_L1); }
    void completes();
    void givesAsManyAsWanted();
    void knowsWhatThePageKnows();
};

namespace {

/// The page's table: names and signs.
std::vector<Emoji> pageEmoji()
{
    QFile file(test::sourceFolder() + QStringLiteral("/resources/web/js/text/emojitable.js"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll()).section(u'`', 1, 1).trimmed().replace(u'\n', u'|');
    std::vector<Emoji> found;
    for (const QString& entry : text.split(u'|')) {
        const QStringList words = entry.section(u':', 0, 0).split(u' ');
        for (const QString& name : words.sliced(1))
            found.push_back({name, words.front()});
    }
    return found;
}

} // namespace

void EmojiTest::completes()
{
    QFETCH(QJsonObject, golden);
    QJsonArray found;
    for (const Emoji& emoji : completeEmoji(golden["query"_L1].toString()))
        found << QJsonArray{emoji.name, emoji.sign};
    QCOMPARE(found, golden["found"_L1].toArray());
}

void EmojiTest::givesAsManyAsWanted()
{
    QCOMPARE(completeEmoji(u"heart", 1).size(), size_t(1));
    QCOMPARE(completeEmoji(u"heart", 0).size(), size_t(0));
    QVERIFY(completeEmoji(u"heart", 100).size() > maxProposals);
}

void EmojiTest::knowsWhatThePageKnows()
{
    const auto all = pageEmoji();
    QVERIFY(all.size() > 2500);
    for (const Emoji& emoji : all)
        QCOMPARE(emojiSign(emoji.name), emoji.sign);
    QCOMPARE(emojiSign(u"no_such_emoji"), std::nullopt);
    QCOMPARE(emojiSign(u""), std::nullopt);
    QCOMPARE(emojiSign(u"tad"), std::nullopt);
}

} // namespace parlance::client

using parlance::client::EmojiTest;
PARLANCE_SUITE(emoji, EmojiTest)
#include "emoji_test.moc"
