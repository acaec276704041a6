#pragma once

#include "ui/mainwindow.h"
#include "ui/uiworld.h"

/// The whole window, with Zoe's accounts on two servers that know nothing of each other.
namespace parlance::test {

struct ServerAndTom {
    World world;
    PairTransport* line = nullptr;
    std::unique_ptr<Account> zoe;
    std::unique_ptr<Person> tom;

    ServerAndTom(const char* name, Preferences& preferences, SecretStore& secrets)
    {
        world.facts.name = QString::fromUtf8(name);
        world.start();
        AccountInfo info;
        info.id = QString::fromUtf8(name).toLower();
        info.url = QUrl(QStringLiteral("ws://%1.example.org/ws").arg(info.id));
        info.name = *UserName::parse(u"zoe");
        info.roomName = general();
        auto transport = std::make_unique<PairTransport>(
            world.wire, [this](std::unique_ptr<Link> link) { world.server->add(std::move(link)); });
        line = transport.get();
        zoe = std::make_unique<Account>(
            info, Account::Parts{std::move(transport), nullptr, world.wheel, secrets, preferences});
        zoe->client().join(general());
        zoe->keep();
        zoe->start();
        tom = std::make_unique<Person>(world, "tom");
    }

    /// The id of general, once it is joined.
    RoomId here() const { return zoe->client().state().roomCalled(general()); }
};

struct TwoServers : Surroundings {
    ServerAndTom garden{"Garden", preferences, secrets};
    ServerAndTom office{"Office", preferences, secrets};
    QWidget elsewhere;
    std::unique_ptr<MainWindow> window;

    explicit TwoServers(bool both = true)
    {
        elsewhere.setObjectName(QStringLiteral("elsewhere"));
        settle();
        open(both);
    }

    /// A window as after a start.
    void open(bool both = true)
    {
        window.reset();
        window = std::make_unique<MainWindow>(preferences, dialogs, look);
        window->add(*garden.zoe);
        if (both)
            window->add(*office.zoe);
        window->showAccount(*garden.zoe);
        window->show();
        activate(*window);
        settle();
    }

    void activate(QWidget& widget) const
    {
        widget.show();
        widget.activateWindow();
        if (!QTest::qWaitFor([&widget] { return widget.isActiveWindow(); }))
            qFatal("a window does not come to the front");
    }

    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            garden.world.settle();
            office.world.settle();
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    void hear(ServerAndTom& where, const char* text)
    {
        where.tom->say(QString::fromUtf8(text));
        settle();
    }

    Workspace& workspace(const ServerAndTom& of) const { return *window->workspaceOf(of.zoe->info().id); }

    template <class Widget = QWidget>
    Widget* find(const char* name) const
    {
        auto* widget = window->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
};

} // namespace parlance::test
