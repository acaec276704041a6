#pragma once

#include "core/client.h"
#include "models/preferences.h"

#include <QAbstractListModel>

namespace parlance::client {

/// The rooms of a client, by name. Client and preferences must outlive it.
class RoomListModel final : public QAbstractListModel, private ClientObserver {
    Q_OBJECT

  public:
    enum Role {
        NameRole = Qt::DisplayRole,
        UnreadRole = Qt::UserRole, ///< messages, qlonglong
        CalledRole,                ///< one of them mentions one
        DraftRole,                 ///< something was begun and not sent
        FailedRole,                ///< something could not be sent
        RuleRole,                  ///< int(Rule)
        TopicRole,
        RoomRole, ///< the room's id, QByteArray
    };

    RoomListModel(Client& client, Preferences& preferences, QString account);
    ~RoomListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    const RoomId& room(int row) const { return m_rooms[size_t(row)].id; }
    int rowOf(const RoomId& room) const; ///< -1: not here
    bool isCalled(const RoomId& room) const;

    /// The next room with something unread, from this row on in a circle; `by` is 1 or -1. -1: none.
    int nextUnread(int from, int by) const;

    /// A draft was begun or emptied.
    void draftChanged(const RoomId& room);

  private:
    void roomAdded(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override;
    void roomChanged(const RoomId& room) override;
    void messagesChanged(const RoomId& room, const RowChange& change) override;
    void outboxChanged(const RoomId& room, const Nonce& nonce) override;

    struct Row {
        RoomId id;
        RoomName name;
    };

    static bool before(const Row& a, const Row& b);
    bool hasUnread(int row) const;
    void changed(const RoomId& room);
    void rename(int row, const RoomName& name);

    Client& m_client;
    Preferences& m_preferences;
    QString m_account;
    std::vector<Row> m_rooms; // as people sort names
};

} // namespace parlance::client
