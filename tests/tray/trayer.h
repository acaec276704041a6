#pragma once

#include "ui/notify/tray.h"

#include <QProcess>
#include <QTest>

namespace parlance::test {

/// A desktop's tray; goes with this.
class Trayer {
  public:
    Trayer()
    {
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(QStringLiteral(PARLANCE_TRAYER), {QStringLiteral("--edge"), QStringLiteral("top"),
                                                          QStringLiteral("--SetDockType"), QStringLiteral("false")});
        if (!QTest::qWaitFor([] { return client::Tray::isThere(); }))
            qFatal("trayer does not start");
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

} // namespace parlance::test
