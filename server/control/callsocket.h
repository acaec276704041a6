#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace parlance::control {

/// Whether a process listens on this socket.
bool isAnswered(const QString& path);

/// The other end of a ControlSocket, for programs that have nothing else to do: each call waits for its answer.
class CallSocket {
  public:
    static constexpr int defaultPatience = 60'000;     ///< ms; a large room takes a while on a slow disk
    static constexpr qsizetype maxAnswer = 16'777'216; ///< bytes

    ~CallSocket();
    CallSocket(CallSocket&& other) noexcept;
    CallSocket(const CallSocket&) = delete;
    CallSocket& operator=(const CallSocket&) = delete;
    CallSocket& operator=(CallSocket&&) = delete;

    /// NotFound: no server listens there. Forbidden: it is somebody else's. Errors are one line.
    static Result<CallSocket> open(const QString& path, int patience = defaultPatience);

    /// The line that answers this one, both without their ends.
    Result<QByteArray> ask(const QByteArray& line);

  private:
    CallSocket(int descriptor, int patience)
        : m_descriptor(descriptor)
        , m_patience(patience)
    {}

    Error unanswered() const;

    int m_descriptor;
    int m_patience; // ms
};

} // namespace parlance::control
