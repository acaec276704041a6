#pragma once

#include "desktop/raiserequest.h"

#include <QDBusConnection>
#include <QDBusVirtualObject>

namespace parlance::client {

/// What desktops call instead of starting the program once more: org.freedesktop.Application (Desktop Entry
/// Specification 1.5, "D-Bus Activation"), under the program's name on the bus. Where the program does not run, the
/// bus starts it and keeps the call until the name is taken. Everybody on the bus may call: what is not as a
/// RaiseRequest has to be is refused. A bus that is not there is one without callers. Never waits for it.
class ApplicationService final : public QDBusVirtualObject {
    Q_OBJECT
  public:
    explicit ApplicationService(const QDBusConnection& bus);
    ~ApplicationService() override;

    /// Takes the name, unless another has it; calls come from the event loop.
    void start();

    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override;
    QString introspect(const QString& path) const override;

  Q_SIGNALS:
    void raised(const RaiseRequest& request);

  private:
    QDBusConnection m_bus;
};

} // namespace parlance::client
