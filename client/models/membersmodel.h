#pragma once

#include "core/client.h"

#include <QAbstractListModel>

namespace parlance::client {

/// The members of a room: who is here, then who is away, each under a heading. Who is away is asked of the server when
/// the room is shown. The client must outlive it.
class MembersModel final : public QAbstractListModel, private ClientObserver {
    Q_OBJECT

  public:
    enum Role {
        NameRole = Qt::DisplayRole,
        IdRole = Qt::UserRole, ///< QByteArray; empty for a heading
        PresentRole,
        LastSeenRole, ///< ms since 1970; 0 if unknown
        SelfRole,
        TagRole, ///< tells apart who has the same name
    };

    explicit MembersModel(Client& client);
    ~MembersModel() override;

    void setRoom(const RoomName& room); ///< an empty name: none
    void refresh();                     ///< asks again who is away

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// Of somebody who is present beside another of the same name; else empty.
    QString tagFor(const UserId& user, const QString& name) const;

  private:
    struct Row {
        enum Kind { HereHeading, Here, AwayHeading, Away };

        Kind kind = Here;
        UserId id; // empty: a heading
        QString name;
        qint64 lastSeen = 0;

        friend bool operator==(const Row&, const Row&) = default;
    };

    void presenceChanged(const RoomName& room) override;
    void roomChanged(const RoomName& room) override;
    void roomRemoved(const RoomName& room) override;
    void identityChanged() override;

    void fetch(const std::optional<UserId>& after);
    void arrange();
    std::vector<Row> wanted() const;
    void remove(size_t row);

    Client& m_client;
    RoomName m_room;
    bool m_wasLive = false;
    std::vector<Member> m_members; // as the server last listed them
    std::vector<Row> m_rows;
    std::shared_ptr<int> m_generation; // owners: this, and answers that may come late; tells whether they are wanted
};

} // namespace parlance::client
