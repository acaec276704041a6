#pragma once

#include "faults/client/history.h"
#include "ports/transport.h"
#include "protocol/registry.h"

#include <map>

namespace parlance::faults {

/// Stands in the line and writes down what comes over it before the client makes something of it: events as they come,
/// and what a join brings. Now and then it sends a write twice, as a client does that did not get the answer.
class Tap final : public client::Transport, private client::TransportObserver {
  public:
    Tap(client::Transport& line, History& history)
        : m_line(line)
        , m_history(history)
    {
        m_line.setObserver(this);
    }

    void setObserver(client::TransportObserver* observer) override { m_observer = observer; }
    void open(const QUrl& url) override { m_line.open(url); }
    void send(const QByteArray& text) override;
    void close(CloseCode code, const QString& reason) override { m_line.close(code, reason); }
    void abort() override { m_line.abort(); }

  private:
    void opened() override;
    void received(const QByteArray& text) override;
    void closed(unsigned code, const QString& reason) override { m_observer->closed(code, reason); }
    void failed(const QString& reason) override { m_observer->failed(reason); }
    void noteRenaming(const FullRequest& request);
    void noteOutcome(const FullEvent& event);

    client::Transport& m_line;
    History& m_history;
    client::TransportObserver* m_observer = nullptr;
    int m_writes = 0;
    std::map<RoomId, std::optional<qint64>> m_asked; // from where the last join of the room was to go on
    std::map<Nonce, RoomId> m_renamings;             // that are under way
};

} // namespace parlance::faults
