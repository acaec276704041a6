#pragma once

#include "core/client.h"

#include <QAbstractListModel>
#include <QTimer>

#include <set>
#include <unordered_map>

namespace parlance::client {

/// The members of a room: who is here, then who is away, each under a heading. The server is asked for them when the
/// room is shown, a few hundred at first, and for more when the list is read to its end. A search shows
/// matching people who are known already at once, and then those whom the server finds. Without a connection nobody
/// knows who is here, so nobody is present. The client must outlive it.
class MembersModel final : public QAbstractListModel, private ClientObserver {
    Q_OBJECT

  public:
    enum Role {
        NameRole = Qt::DisplayRole,
        IdRole = Qt::UserRole, ///< QByteArray; empty for a heading
        PresentRole,           ///< is here now, as far as that is known
        LastSeenRole,          ///< ms since 1970; 0 if unknown
        SelfRole,
        TagRole, ///< tells apart who has the same name
    };

    enum class Search {
        Done,   ///< everybody whom it fits is here, or as many as the server lists at once
        Asking, ///< the server has yet to answer
        Failed, ///< it could not be asked: only those who are known were looked at
    };

    explicit MembersModel(Client& client);
    ~MembersModel() override;

    void setRoom(const RoomId& room); ///< an empty name: none
    void refresh();                   ///< asks again who is away

    /// Shows only members of whose names a word begins with this; empty: everybody. Another room ends it.
    void search(const QString& text);
    Search searchState() const { return m_search; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Of somebody beside whom another member has the same name, here or away; else empty.
    QString tagFor(const UserId& user, const QString& name) const;

  Q_SIGNALS:
    void searched(); ///< another text, or the server has answered

  private:
    struct Row {
        enum Kind { HereHeading, Here, AwayHeading, Away };

        Kind kind = Here;
        UserId id; // empty: a heading
        QString name;
        qint64 lastSeen = 0;

        friend bool operator==(const Row&, const Row&) = default;
    };

    using Names = std::unordered_map<QString, std::set<UserId>>; // by folded name

    void presenceChanged(const RoomId& room) override;
    void roomChanged(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override;
    void identityChanged() override;

    void fetch(const std::optional<UserId>& after);
    void take(const MembersPage& page, bool isFirst);
    void searchAgain();
    void ask();
    void takeFound(Result<MembersPage> page);
    void arrange();
    std::vector<Row> everybody() const;
    bool isWanted(const Row& person) const;
    std::vector<Row> wanted(const std::vector<Row>& everybody) const;
    void countNames(const std::vector<Row>& everybody);
    void place(size_t row, const Row& wanted);
    void remove(size_t row);
    QString accessibleText(const Row& row) const;

    Client& m_client;
    RoomId m_room;
    bool m_wasLive = false;
    std::vector<Member> m_members; // as the server last listed them
    bool m_more = false;           // it has others
    bool m_isFetching = false;
    bool m_isComplete = false; // it has listed them all
    std::vector<Row> m_rows;
    Names m_named;  // of everybody who is known
    QString m_text; // that is searched for
    Search m_search = Search::Done;
    std::vector<Member> m_found; // by the server, for m_text
    bool m_foundMore = false;
    QTimer m_pause;                    // while somebody types
    std::shared_ptr<int> m_generation; // owners: this, and answers that may come late; tells whether they are wanted
};

} // namespace parlance::client
