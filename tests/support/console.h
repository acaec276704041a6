#pragma once

#include "base/wheeltimer.h"
#include "core/client.h"
#include "net/websockettransport.h"
#include "support/linereader.h"

#include <functional>

namespace parlance::console {

struct Settings {
    client::Login login;
    RoomName room;
    QString tokenFile; ///< empty: the identity is forgotten
    qint64 backOffCeiling = BackOff::defaultCeiling;
};

/// A chat client for programs, and for people without a screen: lines in, JSON lines out. Each line of input is a
/// message, or a command (see help()). At the end of the input it stays until everything written has been acknowledged.
class Console final : private client::ClientObserver {
  public:
    static QString help();

    /// `print` gets each line of output without its end; `quit` is called once, with the program's exit code:
    /// 0, or 1 if a message failed or the server does not want us.
    Console(Settings settings, std::function<void(const QByteArray&)> print, std::function<void(int)> quit);
    ~Console() override;

    void start();
    void read(const QByteArray& line);
    void inputEnded();

  private:
    void phaseChanged() override;
    void identityChanged() override;
    void joinFailed(const client::RoomRef& room, const Error& error) override;
    void joinedByName(const RoomName& name, const RoomId& room) override;
    void outboxChanged(const RoomId& room, const Nonce& nonce) override;
    void messagesChanged(const RoomId& room, const client::RowChange& change) override;
    void eventHandled(const LogEntry& event) override;

    void command(const QString& name, const QString& rest);
    void say(const QString& text, const std::optional<QString>& style = {});
    void trouble(const Error& error);
    void leaveWhenDone();
    void leave(int code);

    Settings m_settings;
    std::function<void(const QByteArray&)> m_print;
    std::function<void(int)> m_quit;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    client::WebSocketTransport m_transport{m_wheel};
    client::Client m_client;
    Deadline m_leaving;
    QString m_savedToken;
    RoomId m_room;                     // empty until it is joined
    std::vector<QByteArray> m_waiting; // lines that were read before
    bool m_inputEnded = false;
};

} // namespace parlance::console
