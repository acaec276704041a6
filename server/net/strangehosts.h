#pragma once

#include <QSet>
#include <QString>

namespace parlance {

/// The names under which browsers came here and which are not known to be the server's. Each is logged once, so that an
/// admin finds what is missing in net.hosts, and only the first few are: anybody can make up names. Single-threaded.
class StrangeHosts {
  public:
    static constexpr qsizetype most = 20;

    /// Logs the name unless it was logged before.
    void refused(const QString& host);

    /// Everything is logged anew, as after the settings have changed.
    void forget() { m_logged.clear(); }

    /// What the people who came are told, and in it what their admin can do. A listener on loopback knows no names, so
    /// there the name is the affair of a proxy.
    static QString explanation(const QString& host, bool listenerIsLoopback);

  private:
    QSet<QString> m_logged;
};

} // namespace parlance
