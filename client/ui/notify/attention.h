#pragma once

#include "models/account.h"
#include "models/preferences.h"
#include "ports/notifier.h"

#include <QObject>

namespace parlance::client {

/// Decides which messages are worth a notification, and takes it back when they were read, here or elsewhere. Messages
/// that come at once make one. Preferences, notifier and wheel must outlive it; accounts are added and removed.
class Attention final : public QObject, private NotifierObserver {
    Q_OBJECT

  public:
    static constexpr qint64 gathered = 300; ///< milliseconds for which messages of a room are put together

    /// Whether somebody has that room before their eyes, at its end.
    using IsWatched = std::function<bool(const QString& account, const RoomId& room)>;

    Attention(Notifier& notifier, Preferences& preferences, DeadlineWheel& wheel, IsWatched isWatched);
    ~Attention() override;

    void add(Account& account);
    void remove(const Account& account);

    /// Why the last message of a room was called to one's attention, or was not; in a sentence. Empty: none has come.
    QString why(const QString& account, const RoomId& room) const;

  Q_SIGNALS:
    /// A message that nobody was looking at mentions this person. Emitted without a notification service, too.
    void called();

    void openWanted(const QString& account, const RoomId& room, const QString& activationToken);

    /// What was written into a notification is not on its way, because of `why`.
    void replyRefused(const QString& account, const RoomId& room, const QString& text, const QString& why);

  private:
    class Watcher;
    struct Room {
        RoomId id;
        int count = 0;      // since it was read
        bool isDue = false; // some are gathered and not shown yet
        MessageId last;     // with its author and text
        QString author;
        QString text;
        QString why;
        bool isShown = false;
        Deadline flush;
    };

    void activated(const QString& key, const QString& activationToken) override;
    void replied(const QString& key, const QString& text) override;

    void arrived(Account& account, const MessagePosted& message);
    void read(const QString& key);
    void deleted(const QString& key, const MessageId& message);
    bool mentionsSelf(const Account& account, const MessagePosted& message) const;
    QString reasonAgainst(const Account& account, const MessagePosted& message) const;
    void flush(const QString& key);
    std::pair<Account*, RoomId> find(const QString& key) const;
    static QString keyOf(const QString& account, const RoomId& room);

    Notifier& m_notifier;
    Preferences& m_preferences;
    DeadlineWheel& m_wheel;
    IsWatched m_isWatched;
    std::vector<std::unique_ptr<Watcher>> m_watchers;
    std::map<QString, Room> m_rooms; // by key
};

} // namespace parlance::client
