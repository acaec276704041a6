#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace parlance {

/// The service manager that started the program, such as systemd: it is told how the program is (sd_notify(3)), by one
/// datagram each time. One that does not take it within a second misses it; where there is none, nothing is told.
class ServiceManager final {
  public:
    /// The one that NOTIFY_SOCKET names: a path, or `@` and an abstract name.
    ServiceManager();
    ~ServiceManager();
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    bool isThere() const { return m_descriptor >= 0; }

    /// Whoever connects from now on is served; `status` is one line for people.
    void ready(const QString& status) const;

    /// The settings are read anew; ready() follows.
    void reloading() const;

    void status(const QString& text) const;

    void stopping(const QString& status) const;

    /// The program lives; see aliveEvery().
    void alive() const;

    /// How often alive() is wanted, in milliseconds: after twice that time in silence the program is taken for stuck.
    /// Nothing if the manager does not watch, or watches another process.
    std::optional<qint64> aliveEvery() const;

  private:
    void tell(const QByteArray& lines) const;

    const QByteArray m_path;
    const int m_descriptor;
};

} // namespace parlance
