#pragma once

#include "core/client.h"

#include <QAbstractListModel>

namespace parlance::client {

/// The server's rooms whose names begin as was asked. Pages are fetched as they are needed. The client must outlive it.
class DirectoryModel final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role {
        NameRole = Qt::DisplayRole,
        TopicRole = Qt::UserRole,
        PeopleRole, ///< present, qlonglong
        MessagesRole,
        LastAtRole, ///< ms since 1970; 0: never
        MemberRole, ///< one is in it already
    };

    explicit DirectoryModel(Client& client);
    ~DirectoryModel() override;

    void search(const QString& prefix);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    const RoomName& room(int row) const { return m_rooms[size_t(row)].room; }

  Q_SIGNALS:
    void failed(const QString& why);
    void loaded(); ///< the first page is there, maybe an empty one

  private:
    void ask(const std::optional<RoomName>& after);

    Client& m_client;
    QString m_prefix;
    std::vector<RoomSummary> m_rooms;
    bool m_more = false;
    bool m_asking = false;
    std::shared_ptr<int> m_generation; // owners: this, and answers that may come late
};

} // namespace parlance::client
