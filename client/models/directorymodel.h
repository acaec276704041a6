#pragma once

#include "core/client.h"

#include <QAbstractListModel>

namespace parlance::client {

/// The server's rooms whose names contain what was asked for, both folded. Pages are fetched as they are
/// needed; one may have few rooms or none although others follow. The client must outlive it.
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

    void search(const QString& text);
    const QString& text() const { return m_text; }

    /// The row that a person means who has typed that text: of the very name, else the first that begins so, else the
    /// first. -1: there is none.
    int bestRow() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    const RoomId& room(int row) const { return m_rooms[size_t(row)].room; }

  Q_SIGNALS:
    void failed(const QString& why);
    void loaded(); ///< what was asked for is there, as far as it fills a list; maybe nothing

  private:
    void ask(const std::optional<RoomName>& after);
    void take(RoomsPage page, bool isFirst);

    Client& m_client;
    QString m_text;
    std::vector<RoomSummary> m_rooms;
    std::optional<RoomName> m_next; // where the next page begins
    bool m_asking = false;
    int m_pages = 0;                   // asked for without anybody's scrolling
    std::shared_ptr<int> m_generation; // owners: this, and answers that may come late
};

} // namespace parlance::client
