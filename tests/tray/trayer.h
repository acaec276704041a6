#pragma once

#include "ui/notify/tray.h"

#include <QApplication>
#include <QProcess>
#include <QScreen>
#include <QTest>

namespace parlance::test {

/// A desktop's tray; goes with this.
class Trayer {
  public:
    Trayer()
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(PARLANCE_TRAYER), {QStringLiteral("--edge"), QStringLiteral("top"),
                                                          QStringLiteral("--SetDockType"), QStringLiteral("false")});
        if (!QTest::qWaitFor([] { return client::Tray::isThere(); }))
            qFatal("trayer does not start: %s", m_process.readAll().constData());
        // Qt's wish to be told of its end is under way only now: this waits for an answer of the X server's.
        QGuiApplication::primaryScreen()->grabWindow(0, 0, 0, 1, 1);
    }
    ~Trayer()
    {
        m_process.kill();
        m_process.waitForFinished();
        if (!QTest::qWaitFor([] { return !client::Tray::isThere(); }))
            qFatal("trayer does not go");
    }

  private:
    QProcess m_process;
};

/// The window in the tray that the icon is drawn in.
inline QWidget* windowInTheTray()
{
    const QList<QWidget*> all = QApplication::topLevelWidgets();
    for (QWidget* each : all) {
        if (each->inherits("QSystemTrayIconSys"))
            return each;
    }
    qFatal("there is no icon");
}

} // namespace parlance::test
