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
    };

    RoomListModel(Client& client, Preferences& preferences, QString account);
    ~RoomListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    const RoomName& room(int row) const { return m_rooms[size_t(row)]; }
    int rowOf(const RoomName& room) const; ///< -1: not here
    bool isCalled(const RoomName& room) const;

    /// The next room with something unread, from this row on in a circle; `by` is 1 or -1. -1: none.
    int nextUnread(int from, int by) const;

    /// A draft was begun or emptied.
    void draftChanged(const RoomName& room);

    /// As people sort names.
    static bool before(const RoomName& a, const RoomName& b);

  private:
    void roomAdded(const RoomName& room) override;
    void roomRemoved(const RoomName& room) override;
    void roomChanged(const RoomName& room) override;
    void messagesChanged(const RoomName& room, const RowChange& change) override;
    void outboxChanged(const RoomName& room, const Nonce& nonce) override;

    bool hasUnread(int row) const;
    void changed(const RoomName& room);

    Client& m_client;
    Preferences& m_preferences;
    QString m_account;
    std::vector<RoomName> m_rooms;
};

} // namespace parlance::client
