#pragma once

#include "app/desktopapp.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace parlance::test {

using namespace parlance::client;

inline constexpr int goesOn = 77; // an exit code that nobody else gives

/// The whole app with accounts on servers that are not there, in folders of its own.
struct Desktop {
    QTemporaryDir folder;
    QString config = folder.filePath(QStringLiteral("parlance.ini"));
    std::unique_ptr<DesktopApp> app;

    explicit Desktop(bool closeToTray, bool isHidden = false, const QStringList& accounts = {QStringLiteral("first")})
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
            preferences.set(Preferences::Switch::CloseToTray, closeToTray);
        }
        start(isHidden);
    }

    void start(bool isHidden = false)
    {
        app.reset();
        DesktopApp::Options options;
        options.configFile = config;
        options.dataFolder = options.runtimeFolder = options.configFolder = folder.path();
        options.isHidden = isHidden;
        app = std::make_unique<DesktopApp>(options);
        app->start();
        if (!QTest::qWaitFor([this] { return app->window().current() != nullptr; }))
            qFatal("the app does not start");
    }

    MainWindow& window() { return app->window(); }

    /// Whether the program goes on after this.
    bool survives(const std::function<void()>& deed)
    {
        QTimer::singleShot(0, app.get(), [deed] {
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
