#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace parlance::client {

/// Waits for the desktop's tray. At login, programs start before it is there, and Qt does not tell when it comes.
class TrayWait final : public QObject {
  public:
    TrayWait();

    /// `done` is called once, with whether there is a tray: at once where there is one, else when it has come or after
    /// so many milliseconds without one. Waiting anew gives up the wait before.
    void wait(int patience, std::function<void(bool isThere)> done);

    /// Nothing is called any more: somebody has opened the window meanwhile.
    void cancel();

  private:
    void look();

    static constexpr int lookEvery = 200; // milliseconds

    QTimer m_timer;
    QElapsedTimer m_since;
    int m_patience = 0;
    std::function<void(bool isThere)> m_done;
};

} // namespace parlance::client
