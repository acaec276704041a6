#pragma once

#include "base/deadlines.h"
#include "control/desk.h"

#include <QObject>

#include <memory>
#include <optional>
#include <unordered_map>

class QLocalServer;
class QLocalSocket;

namespace parlance::control {

/// Where programs of the server's user and of root ask a running server: a Unix-domain socket that nobody else may
/// open. What each caller may cost is bounded: few at once, short lines, one request at a time, and some seconds.
class ControlSocket final : public QObject {
  public:
    static constexpr size_t maxCallers = 8;
    static constexpr qint64 maxLine = 4'096;   ///< bytes
    static constexpr qint64 patience = 10'000; ///< ms for a whole line to come, or for an answer to be taken

    ControlSocket(Desk& desk, DeadlineWheel& wheel);
    ~ControlSocket() override;

    /// Takes the place of what a crashed server has left there, never of one that runs. Else says in one line why not.
    std::optional<QString> open(const QString& path);

    /// Nobody is listened to any more, and the file goes.
    void shut();

  private:
    struct Caller {
        std::unique_ptr<QLocalSocket> socket;
        Deadline end;
        bool isAsking = false; ///< its answer is not there yet
    };

    void accept();
    void read(quint64 id);
    void answer(quint64 id, const QByteArray& line);
    void expectSoon(quint64 id);
    void drop(quint64 id);

    Desk& m_desk;
    DeadlineWheel& m_wheel;
    std::unique_ptr<QLocalServer> m_server;
    std::unordered_map<quint64, Caller> m_callers;
    quint64 m_lastId = 0;
};

} // namespace parlance::control
