#include "support/suite.h"
#include "ui/look/theme.h"

#include <QTest>

namespace parlance::test {

using namespace parlance::client;

class ThemeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void contrastIsAsTheWcagHasIt();
    void bubblesStandOut_data() { themes(); }
    void bubblesStandOut();
    void textCanBeRead_data() { themes(); }
    void textCanBeRead();

  private:
    static void themes();
};

void ThemeTest::contrastIsAsTheWcagHasIt()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
    QVERIFY(qAbs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
}

void ThemeTest::bubblesStandOut()
{
    QFETCH(bool, dark);
    const Theme t = dark ? Theme::dark() : Theme::light();
    for (const QColor& bubble : {t.bubble, t.own, t.call}) {
        QVERIFY2(contrast(bubble, t.surface) >= 1.3, qPrintable(bubble.name()));
        QVERIFY2(contrast(bubble, t.mark) >= 1.3, qPrintable(bubble.name())); // behind what was found
    }
}

void ThemeTest::themes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ThemeTest::textCanBeRead()
{
    QFETCH(bool, dark);
    const Theme t = dark ? Theme::dark() : Theme::light();
    constexpr double readable = 4.5;
    const auto check = [](const QColor& ink, const QColor& ground, const char* what) {
        QVERIFY2(contrast(ink, ground) >= readable,
                 qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(contrast(ink, ground))));
    };
    for (const QColor& ground : {t.ground, t.surface, t.raised, t.hover, t.bubble, t.own, t.call}) {
        check(t.text, ground, "text");
        check(t.muted, ground, "muted");
    }
    check(t.link, t.bubble, "link in a bubble");
    check(t.link, t.own, "link in one's own bubble");
    check(t.link, t.call, "link in a message that mentions one");
    check(t.callText, t.call, "one's name");
    check(t.accentText, t.accentSoft, "chosen room");
    check(t.accentText, t.bubble, "mention of another");
    check(t.accentText, t.own, "mention in one's own");
    check(t.onAccent, t.accent, "badge");
    check(t.danger, t.surface, "failed");
    check(t.danger, t.dangerSoft, "refused");
    check(t.warn, t.warnSoft, "connection bar");
    check(t.text, t.selection, "selected");
    check(t.text, t.mark, "found");
    for (int hue = 0; hue < 12; ++hue) {
        const PersonColors colors = personColors(t, hue);
        check(colors.onFace, colors.face, "initials");
        check(colors.voice, t.surface, "author");
    }
}

} // namespace parlance::test

PARLANCE_SUITE(theme, parlance::test::ThemeTest)
#include "theme_test.moc"
