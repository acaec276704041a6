#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace parlance::test {

/// A PostgreSQL server of the test's own, in a folder of its own, reached through a socket in it. Started by root it
/// runs as the user postgres, because PostgreSQL refuses root. Ends the test where it cannot be started.
class PostgresServer {
  public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// Makes an empty database, and returns the connection string for it.
    QString makeDatabase(const QString& encoding = QStringLiteral("UTF8"));

    QString url(const QString& database) const;

    void stop();  ///< at once, as if the power had gone
    void start(); ///< again

  private:
    QStringList asOwner(const QString& program, const QStringList& arguments) const;
    bool isReady() const;
    void run(const QString& program, const QStringList& arguments);

    QTemporaryDir m_folder;
    QString m_programs; // the folder with PostgreSQL's
    QProcess m_server;
    int m_databases = 0;
};

} // namespace parlance::test
