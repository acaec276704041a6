#pragma once

#include "app/launch.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

namespace parlance::test {

using namespace parlance::client;

inline constexpr int goesOn = 77; // an exit code that nobody else gives

/// The whole app with accounts on servers that are not there, in folders of its own.
struct Desktop {
    QTemporaryDir folder;
    QString config = folder.filePath(QStringLiteral("parlance.ini"));
    std::unique_ptr<Launch> launch;
    int trayPatience = 0; ///< of a hidden start

    /// What closing means was not chosen yet where `closeToTray` is nothing.
    explicit Desktop(std::optional<bool> closeToTray, bool isHidden = false,
                     const QStringList& accounts = {QStringLiteral("first")}, int patience = 0)
        : trayPatience(patience)
    {
        {
            QSettings settings(config, QSettings::IniFormat);
            Preferences preferences(settings);
            for (const QString& account : accounts) {
                AccountInfo info;
                info.id = account;
                info.url = QUrl(QStringLiteral("ws://127.0.0.1:1/ws"));
                preferences.save(info);
            }
            if (closeToTray)
                preferences.set(Preferences::Switch::CloseToTray, *closeToTray);
        }
        start(isHidden);
    }

    void start(bool isHidden = false)
    {
        launch.reset();
        DesktopApp::Options options;
        options.configFile = config;
        options.dataFolder = options.runtimeFolder = options.configFolder = folder.path();
        options.isHidden = isHidden;
        options.trayPatience = trayPatience;
        launch = std::make_unique<Launch>(options);
        launch->start();
        if (!QTest::qWaitFor([this] { return launch->app() && window().current(); }))
            qFatal("the app does not start");
    }

    MainWindow& window() const { return launch->app()->window(); }

    template <class Widget>
    Widget* find(const char* name) const
    {
        auto* widget = window().findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }

    /// Whether the program goes on after this.
    bool survives(const std::function<void()>& deed)
    {
        QTimer::singleShot(0, launch.get(), [deed] {
            deed();
            QTimer::singleShot(0, [] { QCoreApplication::exit(goesOn); });
        });
        return QApplication::exec() == goesOn;
    }

    bool survivesClosing()
    {
        return survives([this] { window().close(); });
    }
};

} // namespace parlance::test
