#pragma once

#include "client/linkworld.h"
#include "models/account.h"
#include "ports/dialogs.h"
#include "store/sqlitecache.h"
#include "ui/composer/composer.h"
#include "ui/roompane.h"
#include "ui/timeline/timelineview.h"
#include "ui/workspace.h"

#include <QAction>
#include <QCoreApplication>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

/// The app's window for one server, joined in memory to a real server core.
namespace parlance::test {

class MemorySecrets : public SecretStore {
  public:
    std::map<QString, QString> all;

    QString place() const override { return QStringLiteral("memory"); }
    void load(const QString& key, Callback<void(Result<QString>)> done) override
    {
        answer<Result<QString>>(std::move(done), all.contains(key) ? all.at(key) : QString());
    }
    void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) override
    {
        all[key] = secret;
        answer<std::optional<Error>>(std::move(done), std::nullopt);
    }
    void remove(const QString& key, Callback<void(std::optional<Error>)> done) override
    {
        all.erase(key);
        answer<std::optional<Error>>(std::move(done), std::nullopt);
    }

  private:
    template <class T>
    void answer(Callback<void(T)> done, T what)
    {
        const auto kept = std::make_shared<Callback<void(T)>>(std::move(done)); // owner: the timer's call
        QTimer::singleShot(0, &m_context, [kept, what] { (*kept)(what); });
    }

    QObject m_context;
};

/// Answers in a person's place, at once.
class ScriptedDialogs final : public Dialogs {
  public:
    bool agrees = true;
    int picks = 0; ///< of a choice
    std::vector<Question> asked;
    QStringList told; ///< "title: text"

    void ask(const Question& question, Callback<void(bool)> done) override
    {
        asked.push_back(question);
        done(agrees);
    }
    void choose(const Choice& /*choice*/, Callback<void(int)> done) override { done(picks); }
    void tell(const QString& title, const QString& text) override { told << title + QStringLiteral(": ") + text; }
};

/// What a window needs around it.
struct Surroundings {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("parlance.ini")), QSettings::IniFormat};
    Preferences preferences{settings};
    MemorySecrets secrets;
    ScriptedDialogs dialogs;
    Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
};

struct UiWorld : Surroundings {
    World world;
    PairTransport* line = nullptr;
    QString cacheFile; ///< of the next open(); empty: nothing is kept
    std::unique_ptr<Account> account;
    std::unique_ptr<Workspace> workspace;

    explicit UiWorld(const char* name = "zoe") { open(name); }
    ~UiWorld() { workspace.reset(); }

    /// Ends the one that is open and begins anew, as after a restart.
    void open(const char* name)
    {
        workspace.reset();
        account.reset();
        AccountInfo info;
        info.id = QStringLiteral("account");
        info.url = QUrl(QStringLiteral("ws://127.0.0.1:3001/ws"));
        info.name = *UserName::parse(QString::fromLatin1(name));
        info.roomName = general();
        auto transport = std::make_unique<PairTransport>(world.wire, [this](std::unique_ptr<Link> link) {
            if (world.server)
                world.server->add(std::move(link));
        });
        line = transport.get();
        account = std::make_unique<Account>(
            info, Account::Parts{std::move(transport), openCache(), world.wheel, secrets, preferences});
        account->client().join(general());
        account->keep();
        account->start();
        settle();
        workspace = std::make_unique<Workspace>(*account, preferences, dialogs, look, nullptr);
        workspace->resize(1'000, 700);
        workspace->show();
        workspace->activateWindow();
        workspace->go(general());
        settle();
    }

    /// The id of a room that is joined.
    RoomId idOf(const RoomName& name) const { return account->client().state().roomCalled(name); }
    RoomId here() const { return idOf(general()); }

    std::unique_ptr<Cache> openCache() const
    {
        if (cacheFile.isEmpty())
            return nullptr;
        auto cache = SqliteCache::open(cacheFile);
        return cache ? *std::move(cache) : nullptr;
    }

    /// Until nothing happens any more that needs no time.
    void settle()
    {
        for (int quiet = 0; quiet < 3; ++quiet) {
            world.settle();
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            if (!world.wire.isQuiet())
                quiet = 0;
        }
    }

    void pass(qint64 milliseconds)
    {
        world.pass(milliseconds);
        settle();
    }

    template <class Widget>
    Widget* find(const char* name) const
    {
        auto* widget = workspace->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
};

/// Zoe's window, and Tom, who talks to her.
struct Pair : UiWorld {
    Person tom{world, "tom"};

    void hear(const char* text)
    {
        tom.say(QString::fromUtf8(text));
        settle();
    }

    Composer& composer() { return workspace->pane().composer(); }
    TimelineView& view() { return workspace->pane().view(); }
    Timeline& timeline() { return *view().timeline(); }
    const RoomState& room() const { return *account->client().state().room(here()); }

    void write(const QString& text)
    {
        composer().field().insertPlainText(text);
        QTest::keyClick(&composer().field(), Qt::Key_Return);
        settle();
    }

    void trigger(const char* menu, const QString& text)
    {
        for (QMenu* each : workspace->findChildren<QMenu*>(QLatin1String(menu))) {
            for (QAction* action : each->actions()) {
                if (action->text() == text) {
                    action->trigger();
                    each->close();
                    settle();
                    return;
                }
            }
        }
        QFAIL(qPrintable(QStringLiteral("no ") + text));
    }

    QString nameOfRoom() const { return find<QLabel>("roomName")->text(); }
};

} // namespace parlance::test
