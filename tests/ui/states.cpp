#include "ui/states.h"

#include "ports/spellchecker.h"
#include "ui/roomheader.h"
#include "ui/settings/keysdialog.h"
#include "ui/settings/settingsdialog.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

namespace parlance::test {

namespace {

constexpr qint64 second = 1'000;

struct Said {
    const char* who;
    const char* what;
};

constexpr std::array talk{
    Said{"Maya", "The new place has a balcony! Photos follow: https://example.org/flat"},
    Said{"Jonas", "Congratulations 🎉"},
    Said{"zoe", "Good morning! Who is still free on Saturday?"},
    Said{"Jonas", "I am, all day"},
    Said{"Jonas", "and I have the big car"},
    Said{"Priya", "From eleven on. I will bring coffee and something sweet"},
    Said{"Maya", "You are the best. The lift works again, by the way, so no more carrying the piano up five floors"},
    Said{"tom", "There is a PIANO?"},
    Said{"zoe", "There was going to be a surprise 😄"},
    Said{"Maya", "@zoe could you ask your sister for the boxes? About twenty would do"},
    Said{"zoe", "Already in my hallway. @Jonas can you pick me up at nine?"},
    Said{"Jonas", "Nine it is"},
    Said{"Priya", "See you all there"},
    Said{"tom", "👍"},
};

void leave(Stage& w)
{
    w.garden.world.server.reset();
    w.garden.line->sever();
    w.settle();
}

/// Menus are shown where the pointer would be.
void openMessageMenu(Stage& w, size_t row)
{
    Q_EMIT w.view().menuWanted(row, w.view().mapToGlobal(w.view().rows().bubble(row).center()));
    w.settle();
}

void openMemberMenu(Stage& w)
{
    auto* list = w.here().findChild<QListView*>(QStringLiteral("members"));
    list->setFocus();
    list->setCurrentIndex(list->model()->index(2, 0)); // below the heading and the first member
    QTest::keyClick(list, Qt::Key_Return);
    w.settle();
}

/// The server has another limit when it comes back.
void fail(Stage& w)
{
    leave(w);
    w.write("This one is too much for the server");
    w.write("And this waits behind it");
    w.garden.world.facts.limits.text = 24; // UTF-16 units
    w.garden.world.start();
    w.garden.world.pass(5 * second);
    w.settle();
}

class Spells final : public SpellChecker {
  public:
    void begin(std::function<void()> ready) override { ready(); }
    bool isRight(const QString& word) const override { return !word.startsWith(QStringLiteral("Satur")); }
    QStringList proposals(const QString& /*word*/) const override { return {QStringLiteral("Saturday")}; }
    void learn(const QString& /*word*/) override {}
};

std::vector<State> firstStates()
{
    return {
        {QStringLiteral("first-run"), false, [](Stage& w) { w.openLogin(""); }},
        {QStringLiteral("first-run-unreachable"), false,
         [](Stage& w) {
             w.openLogin("chat.example.org");
             QTest::mouseClick(w.login->findChild<QPushButton*>(QStringLiteral("join")), Qt::LeftButton);
         }},
        {QStringLiteral("first-run-plain-text"), false,
         [](Stage& w) {
             w.openLogin("http://chat.example.org");
             QTest::mouseClick(w.login->findChild<QPushButton*>(QStringLiteral("join")), Qt::LeftButton);
         }},
        {QStringLiteral("no-room"), false,
         [](Stage& w) { w.garden.zoe->client().leave(w.garden.here(), [](const Result<Ok>&) {}); }},
        {QStringLiteral("empty-room"), false, [](Stage&) {}},
    };
}

std::vector<State> roomStates()
{
    return {
        {QStringLiteral("busy-room"), true,
         [](Stage& w) {
             w.garden.tom->client.setTyping(w.garden.tom->here(), true);
             w.composer().field().insertPlainText(QStringLiteral("I could bring the ladder"));
         }},
        {QStringLiteral("changes"), true,
         [](Stage& w) {
             w.write("Half past eigth");
             const MessageId mine = w.garden.zoe->client().state().room(w.garden.here())->messages.back().id;
             QVERIFY(w.garden.zoe->client().edit(w.garden.here(), mine, QStringLiteral("Half past eight")));
             w.write("oops, wrong room");
             const MessageId wrong = w.garden.zoe->client().state().room(w.garden.here())->messages.back().id;
             QVERIFY(w.garden.zoe->client().remove(w.garden.here(), wrong));
             w.write("/me packs the last box");
             w.write("/topic The move, on Saturday at nine");
             w.garden.tom->client.leave(w.garden.tom->here(), [](const Result<Ok>&) {});
         }},
        {QStringLiteral("reconnecting"), true,
         [](Stage& w) {
             leave(w);
             w.write("This is sent when the line is back");
         }},
        {QStringLiteral("server-asks-for-password"), true,
         [](Stage& w) {
             leave(w);
             w.garden.world.password = QStringLiteral("sesame");
             w.garden.world.start();
             w.garden.world.pass(5 * second);
         }},
        {QStringLiteral("failed-message"), true, fail},
        {QStringLiteral("damaged-cache"), true,
         [](Stage& w) {
             w.garden.zoe->troubles().report(
                 Troubles::Kind::CacheReplaced,
                 QStringLiteral("/srv/people/zoe/.local/share/parlance/garden.sqlite.damaged-20260101-120000"));
             w.garden.zoe->troubles().report(Troubles::Kind::SecretUnreadable, QStringLiteral("The keyring is locked"));
         }},
        {QStringLiteral("new-messages"), true,
         [](Stage& w) {
             w.activate(w.elsewhere);
             w.say(w.garden.tom, "By the way, who has the keys to the old flat?");
             w.say(w.garden.tom, "@zoe do you?");
             w.say(w.others[1],
                   "I have them. See https://example.org/a/rather/long/way/to/say/it?with=many&words=in%20it");
             w.activate(*w.window);
         }},
    };
}

std::vector<State> textStates()
{
    return {
        {QStringLiteral("long-names"), true,
         [](Stage& w) {
             w.others.push_back(std::make_unique<Person>(w.garden.world, "Wolfeschlegelsteinhausenberger"));
             const RoomName room = *RoomName::parse(u"a room whose name is as long as it");
             w.here().go(room);
             w.settle();
             w.others.back()->client.join(room);
             w.settle();
             QVERIFY(w.others.back()->client.say(
                 w.others.back()->idOf(room),
                 QStringLiteral("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft "
                                "and some words behind it")));
             w.write(
                 "/topic A topic that goes on and on, which is read by nobody and changed by everybody, until it is "
                 "longer than any window is wide");
         }},
        {QStringLiteral("emoji"), true,
         [](Stage& w) {
             w.write("🚀");
             w.write("👩‍👩‍👧‍👦 👍🏽 🇩🇪");
             w.composer().field().insertPlainText(QStringLiteral(":heart"));
         }},
        {QStringLiteral("mention-completion"), true,
         [](Stage& w) { w.composer().field().insertPlainText(QStringLiteral("ask @")); }},
        {QStringLiteral("markup-is-text"), true,
         [](Stage& w) { w.say(w.garden.tom, "<b>bold?</b> <img src=x onerror=alert(1)> &amp; **stars** [a](b)"); }},
        {QStringLiteral("editing"), true,
         [](Stage& w) {
             w.write("See you at nine");
             QTest::keyClick(&w.composer().field(), Qt::Key_Up);
         }},
        {QStringLiteral("misspelt"), true,
         [](Stage& w) {
             static Spells spells; // outlives every window
             w.window->setSpelling(spells);
             w.composer().setText(QStringLiteral("See you on Saturdya, then"));
         }},
    };
}

std::vector<State> readingStates()
{
    return {
        {QStringLiteral("reading-history"), true,
         [](Stage& w) {
             for (int i = 0; i < 40; ++i)
                 w.garden.tom->say(QStringLiteral("Line %1 of a long list").arg(i));
             w.settle();
             w.view().setFocus();
             for (int i = 0; i < 3; ++i)
                 QTest::keyClick(&w.view(), Qt::Key_PageUp);
         }},
        {QStringLiteral("find"), true,
         [](Stage& w) {
             w.here().pane().openFind();
             w.here().findChild<QLineEdit*>(QStringLiteral("find"))->setText(QStringLiteral("the"));
         }},
        {QStringLiteral("message-menu"), true, [](Stage& w) { openMessageMenu(w, 10); }},
        {QStringLiteral("room-menu"), true,
         [](Stage& w) { Q_EMIT w.here().pane().header().menuWanted(w.window->mapToGlobal(QPoint(600, 60))); }},
        {QStringLiteral("member-menu"), true, openMemberMenu},
        {QStringLiteral("delete-question"), true,
         [](Stage& w) {
             Question question;
             question.title = QCoreApplication::translate("parlance::client::MessageActions", "Delete this message?");
             question.text = QStringLiteral("Nine it is");
             question.action = QCoreApplication::translate("parlance::client::MessageActions", "Delete");
             question.isDangerous = true;
             w.realDialogs.ask(question, [](bool) {});
         }},
    };
}

std::vector<State> dialogStates()
{
    return {
        {QStringLiteral("directory"), true, [](Stage& w) { w.here().openDirectory(); }},
        {QStringLiteral("directory-new"), true,
         [](Stage& w) {
             w.here().openDirectory();
             w.settle();
             w.here().findChild<QLineEdit*>(QStringLiteral("directorySearch"))->setText(QStringLiteral("holidays"));
         }},
        {QStringLiteral("new-room-exists"), true,
         [](Stage& w) {
             w.here().openNewRoom(QStringLiteral("Coffee"));
             w.settle();
             QTest::mouseClick(w.here().findChild<QPushButton*>(QStringLiteral("newRoomGo")), Qt::LeftButton);
         }},
        {QStringLiteral("switcher"), true, [](Stage& w) { w.here().openSwitcher(); }},
        {QStringLiteral("topic-dialog"), true, [](Stage& w) { w.here().openTopic(); }},
        {QStringLiteral("settings"), true,
         [](Stage& w) {
             auto* settings = new SettingsDialog(w.preferences, w.look, QStringLiteral("the keyring"), w.window.get());
             settings->offerAutostart([] { return false; }, [](bool) {});
             settings->open();
         }},
        {QStringLiteral("keys"), true, [](Stage& w) { (new KeysDialog(w.look, w.window.get()))->open(); }},
    };
}

} // namespace

Stage::Stage(bool talks)
    : TwoServers(true)
{
    window->resize(1'080, 720);
    realDialogs.setWindow(window.get());
    settle();
    if (!talks)
        return;
    for (const char* name : {"Maya", "Jonas", "Priya"})
        others.push_back(std::make_unique<Person>(garden.world, name));
    garden.zoe->client().setTopic(garden.here(), QStringLiteral("Everything around the move on Saturday"),
                                  [](const Result<Ok>&) {});
    for (const char* room : {"coffee", "film night", "room 2", "room 10", "tomatoes"})
        here().go(*RoomName::parse(QString::fromUtf8(room)));
    settle();
    const RoomName tomatoes = *RoomName::parse(u"tomatoes");
    garden.tom->client.join(tomatoes);
    here().go(general());
    settle();
    for (const char* text : {"The tomatoes are ripe", "@zoe come and take some"})
        QVERIFY(garden.tom->client.say(garden.tom->idOf(tomatoes), QString::fromUtf8(text)));
    hear(office, "Nobody there?");
    for (const Said& said : talk) {
        garden.world.pass(7 * second);
        const auto who = std::ranges::find_if(others, [&said](const auto& each) {
            return each->client.state().identity.username.text() == QLatin1String(said.who);
        });
        if (who != others.end())
            say(*who, said.what);
        else if (QLatin1String(said.who) == QStringLiteral("tom"))
            say(garden.tom, said.what);
        else
            write(said.what);
    }
}

Stage::~Stage()
{
    login.reset();
    for (QWidget* each : QApplication::topLevelWidgets()) {
        if (each->windowType() == Qt::Popup)
            each->close();
    }
}

void Stage::say(const std::unique_ptr<Person>& who, const char* text)
{
    who->say(QString::fromUtf8(text));
    settle();
}

void Stage::write(const char* text)
{
    composer().setText(QString::fromUtf8(text));
    QTest::keyClick(&composer().field(), Qt::Key_Return);
    settle();
}

void Stage::openLogin(const char* server)
{
    window->hide();
    login = std::make_unique<LoginDialog>(
        [this](const AccountInfo& info) {
            return std::make_unique<Account>(info,
                                             Account::Parts{std::make_unique<PairTransport>(garden.world.wire, nullptr),
                                                            nullptr, garden.world.wheel, secrets, preferences});
        },
        realDialogs, look, nullptr);
    login->prefill(QString::fromUtf8(server), QStringLiteral("Zoë"), QStringLiteral("general"));
    login->show();
    settle();
}

const std::vector<State>& states()
{
    static const std::vector<State> all = [] {
        std::vector<State> made;
        for (std::vector<State> some : {firstStates(), roomStates(), textStates(), readingStates(), dialogStates()})
            std::ranges::move(some, std::back_inserter(made));
        return made;
    }();
    return all;
}

std::vector<QWidget*> shownWindows()
{
    std::vector<QWidget*> shown;
    for (QWidget* each : QApplication::topLevelWidgets()) {
        if (each->isVisible() && each->objectName() != QStringLiteral("elsewhere"))
            shown.push_back(each);
    }
    // Windows first, what stands above them behind.
    std::ranges::stable_sort(shown, {}, [](const QWidget* each) { return each->parentWidget() != nullptr; });
    return shown;
}

} // namespace parlance::test
