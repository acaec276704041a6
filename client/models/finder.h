#pragma once

#include "core/client.h"

#include <QTimer>

namespace parlance::client {

/// Finds a text in what is kept here of a room: newest first, a little at a time, so that the window never waits for
/// it. Follows what happens in the room while it is open. The client must outlive it.
class Finder final : public QObject, private ClientObserver {
    Q_OBJECT

  public:
    explicit Finder(Client& client);
    ~Finder() override;

    /// Begins anew; an empty text: nothing is looked for.
    void find(const RoomId& room, const QString& text);
    const QString& text() const { return m_text; }

    bool isDone() const { return m_rest == 0; }
    const std::vector<qint64>& found() const { return m_found; } ///< the `seq` of each, the newest first

    /// Where one is among them; -1: nowhere. It stays with its message.
    int current() const { return m_current; }

    /// To the next that is older, 1, or newer, -1; at either end it goes on at the other. The `seq`; 0: there is none.
    qint64 step(int by);

  Q_SIGNALS:
    void changed();

  private:
    static constexpr qint64 atOnce = 400; // messages; 1.3 ms

    void look();
    void eventHandled(const LogEntry& event) override;

    Client& m_client;
    RoomId m_room;
    QString m_text;
    std::vector<qint64> m_found;
    qint64 m_rest = 0;
    int m_current = -1;
    QTimer m_next;
};

} // namespace parlance::client
