#include "support/suite.h"
#include "ui/notify/attention.h"
#include "ui/roomheader.h"
#include "ui/twoservers.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QRegularExpression>
#include <QTextDocumentFragment>

namespace parlance::test {

namespace {

/// What a person reads who rests on it.
QString shownTip(const QString& tip)
{
    return Qt::mightBeRichText(tip) ? QTextDocumentFragment::fromHtml(tip).toPlainText() : tip;
}

/// Nothing that came from others is taken for markup. `hostile` is in some of the texts.
void checkWidgets(const QString& hostile)
{
    const QRegularExpression anyTag(QStringLiteral("<(?!/?p>)"));
    const auto widgets = QApplication::allWidgets();
    for (const QWidget* widget : widgets) {
        const QByteArray where = QByteArray(widget->metaObject()->className()) + ' ' + widget->objectName().toUtf8();
        const QString tip = widget->toolTip();
        QVERIFY2(!Qt::mightBeRichText(tip) || !tip.contains(anyTag), where.constData());
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            const bool isPlain = label->textFormat() == Qt::PlainText;
            QVERIFY2(isPlain || (!label->text().contains(hostile) && !Qt::mightBeRichText(label->text())),
                     where.constData());
        }
        if (const auto* view = qobject_cast<const QAbstractItemView*>(widget); view && view->model()) {
            for (int row = 0; row < view->model()->rowCount(); ++row) {
                for (const int role : {Qt::ToolTipRole, Qt::WhatsThisRole})
                    QVERIFY2(!view->model()->index(row, 0).data(role).isValid(), where.constData());
            }
        }
    }
}

struct Recorder final : Notifier {
    std::vector<Notification> all;

    void setObserver(NotifierObserver*) override {}
    bool isAvailable() const override { return true; }
    void show(const Notification& notification) override { all.push_back(notification); }
    void withdraw(const QString&) override {}
};

/// A window in a room with a hostile name and topic, with somebody of a hostile name in it, who says hostile things.
struct Hostile : TwoServers {
    QString text;
    RoomName roomName;
    UserName name;
    RoomId room;

    explicit Hostile(const QString& hostile)
        : text(hostile)
        , roomName(*RoomName::parse(hostile))
        , name(*UserName::parse(hostile))
    {
        rename(*garden.tom);
        garden.tom->client.join(roomName);
        window->current()->go(roomName);
        settle();
        room = garden.tom->idOf(roomName);
        garden.tom->client.setTopic(room, hostile, [](const Result<Ok>&) {});
        QVERIFY(garden.tom->client.say(room, hostile));
        garden.tom->client.setTyping(room, true);
        settle();
        garden.world.pass(1'000);
        settle();
    }

    void rename(Person& person)
    {
        person.client.connection().ask<UserRenamed>(Rename{name, {}}, [](const Result<UserRenamed>&) {});
        settle();
    }

    QString label(const char* of) const { return window->current()->findChild<QLabel*>(QLatin1String(of))->text(); }
};

} // namespace

class MarkupTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theRoom_data() { texts(); }
    void theRoom();
    void itsDialogs_data() { texts(); }
    void itsDialogs();
    void theServersName_data() { texts(); }
    void theServersName();
    void notifications_data() { texts(); }
    void notifications();
    void theFieldLoadsNothing();

  private:
    static void texts();
};

/// As names, so none is longer than those may be.
void MarkupTest::texts()
{
    QTest::addColumn<QString>("hostile");
    for (const char* text :
         {"<b>bold</b>", "<img src=x onerror=1>", "<img src='file:///dev/zero'>", "<a href='x:y'>z</a>",
          "<script>1</script>", "&lt;i&gt;x&amp;y", "a & b < c > d", "<!-- x", "<?xml version='1'?>",
          "![x](file:///etc/hostname)", "%1 %2 %n %L1 %%", "</p><h1>x", "a&&b &c"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void MarkupTest::theRoom()
{
    QFETCH(const QString, hostile);
    Hostile w(hostile);
    QCOMPARE(w.label("roomName"), QStringLiteral("# ") + hostile);
    QCOMPARE(w.label("topic"), hostile);
    QCOMPARE(w.label("typing"), hostile + QStringLiteral(" is typing…"));
    QCOMPARE(shownTip(w.window->current()->findChild<QLabel*>(QStringLiteral("topic"))->toolTip()), hostile);
    QCOMPARE(w.window->windowTitle(), hostile + QStringLiteral(" · Parlance"));
    QCOMPARE(w.window->current()->pane().view().timeline()->item(0).text, hostile);
    const auto* members = w.window->current()->findChild<QListView*>(QStringLiteral("members"));
    QStringList names;
    for (int row = 0; row < members->model()->rowCount(); ++row)
        names << members->model()->index(row, 0).data().toString();
    QVERIFY(names.contains(hostile));
    w.activate(w.elsewhere);
    QVERIFY(w.garden.tom->client.say(w.room, hostile));
    w.settle();
    QCOMPARE(w.window->windowTitle(), QStringLiteral("(1) %1 · Parlance").arg(hostile));
    checkWidgets(hostile);
}

void MarkupTest::itsDialogs()
{
    QFETCH(const QString, hostile);
    Hostile w(hostile);
    Workspace& workspace = *w.window->current();
    const auto check = [&](const char* dialog) {
        w.settle();
        auto* shown = w.window->findChild<QDialog*>(QLatin1String(dialog));
        QVERIFY2(shown && shown->isVisible(), dialog);
        shown->grab(); // draws every delegate
        checkWidgets(hostile);
        shown->reject();
        w.settle();
    };
    workspace.openDirectory();
    check("directory");
    workspace.openSwitcher();
    check("switcher");
    workspace.openTopic();
    QCOMPARE(w.find<QLineEdit>("topicDialogText")->text(), hostile);
    check("topicDialog");
    workspace.openRename();
    check("renameDialog");
    workspace.pane().focusComposer();
    QTest::keyClicks(&workspace.pane().composer().field(), QStringLiteral("@") + hostile.left(1));
    w.window->grab();
    checkWidgets(hostile);
    Q_EMIT workspace.pane().header().menuWanted(QPoint());
    checkWidgets(hostile);
}

void MarkupTest::theServersName()
{
    QFETCH(const QString, hostile);
    TwoServers w;
    w.garden.world.facts.name = hostile;
    w.garden.world.start();
    w.garden.line->sever();
    w.settle();
    w.garden.world.pass(40'000);
    w.settle();
    QCOMPARE(w.garden.zoe->title(), hostile);
    QCOMPARE(w.window->current()->findChild<QLabel*>(QStringLiteral("serverName"))->text(), hostile);
    const QString withAddress = hostile + QStringLiteral(" (garden.example.org)");
    QCOMPARE(shownTip(w.find("server-garden")->toolTip()), withAddress);
    QCOMPARE(w.find("server-garden")->accessibleName(), withAddress);
    checkWidgets(hostile);
}

/// They are plain text on this side; what a desktop takes for markup is dbusnotifier_test's business.
void MarkupTest::notifications()
{
    QFETCH(const QString, hostile);
    Hostile w(hostile);
    Recorder notifier;
    Attention attention(notifier, w.preferences, w.garden.world.wheel,
                        [](const QString&, const RoomId&) { return false; });
    attention.add(*w.garden.zoe);
    w.preferences.setRule(w.garden.zoe->info().id, w.room, Rule::All);
    w.activate(w.elsewhere);
    for (int i = 0; i < 2; ++i)
        QVERIFY(w.garden.tom->client.say(w.room, hostile));
    w.settle();
    w.garden.world.pass(Attention::gathered);
    QCOMPARE(notifier.all.size(), size_t(1));
    QCOMPARE(notifier.all[0].title, hostile + QStringLiteral(" in ") + hostile);
    QCOMPARE(notifier.all[0].body, hostile + QStringLiteral("\n(1 more)"));
    QCOMPARE(notifier.all[0].replyHint, QStringLiteral("Reply in ") + hostile);
    attention.remove(*w.garden.zoe);
}

/// The one document of the app: it would read files that its text names.
void MarkupTest::theFieldLoadsNothing()
{
    TwoServers w;
    const QString file = w.folder.filePath(QStringLiteral("picture.png"));
    QVERIFY(QImage(4, 4, QImage::Format_RGB32).save(file));
    const QUrl url = QUrl::fromLocalFile(file);
    const QString html = QStringLiteral("<img src=\"%1\">").arg(url.toString());
    TextField& field = w.window->current()->pane().composer().field();
    auto* pasted = new QMimeData; // the clipboard owns it
    pasted->setHtml(html);
    pasted->setText(html);
    QApplication::clipboard()->setMimeData(pasted);
    field.paste();
    QCOMPARE(field.text(), html);
    field.document()->setHtml(html);
    w.window->grab();
    QVERIFY(field.document()->resource(QTextDocument::ImageResource, url).value<QPixmap>().isNull());
    QVERIFY(field.document()->resource(QTextDocument::ImageResource, url).value<QImage>().isNull());
}

} // namespace parlance::test

PARLANCE_SUITE(markup, parlance::test::MarkupTest)
#include "markup_test.moc"
