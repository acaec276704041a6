#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace parlance::test {

/// A Redis server of the test's own, on a free port of 127.0.0.1. Ends the test where it cannot be started.
class RedisServer {
  public:
    /// `settings`: of its command line, such as --requirepass.
    explicit RedisServer(QStringList settings = {});
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    quint16 port() const { return m_port; }

    void stop();  ///< at once
    void start(); ///< again, on the same port

  private:
    bool isReady() const;

    const QStringList m_settings;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_server;
};

} // namespace parlance::test
