#include "ui/notify/attention.h"

#include "text/mentions.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

/// Listens to one account.
class Attention::Watcher final : public ClientObserver {
  public:
    Watcher(Attention& owner, Account& account)
        : m_owner(owner)
        , m_account(account)
    {
        m_account.client().add(*this);
    }
    ~Watcher() override { m_account.client().remove(*this); }

    Account& account() const { return m_account; }

  private:
    void eventHandled(const LogEntry& event) override
    {
        if (const auto* message = std::get_if<MessagePosted>(&event); message && message->text)
            m_owner.arrived(m_account, *message);
        else if (const auto* gone = std::get_if<MessageDeleted>(&event))
            m_owner.deleted(keyOf(m_account.info().id, gone->room), gone->id);
    }
    void roomChanged(const RoomId& room) override
    {
        const RoomState* state = m_account.client().state().room(room);
        if (state && state->unread() == 0)
            m_owner.read(keyOf(m_account.info().id, room));
    }
    void roomRemoved(const RoomId& room) override { m_owner.read(keyOf(m_account.info().id, room)); }

    Attention& m_owner;
    Account& m_account;
};

Attention::Attention(Notifier& notifier, Preferences& preferences, DeadlineWheel& wheel, IsWatched isWatched)
    : m_notifier(notifier)
    , m_preferences(preferences)
    , m_wheel(wheel)
    , m_isWatched(std::move(isWatched))
{
    m_notifier.setObserver(this);
    connect(&m_preferences, &Preferences::ruleChanged, this, [this](const QString& account, const RoomId& room) {
        if (m_preferences.rule(account, room) == Rule::None)
            read(keyOf(account, room)); // whoever mutes a room wants no more of it
    });
}

Attention::~Attention()
{
    m_notifier.setObserver(nullptr);
}

void Attention::add(Account& account)
{
    m_watchers.push_back(std::make_unique<Watcher>(*this, account));
}

void Attention::remove(const Account& account)
{
    std::erase_if(m_watchers, [&](const auto& each) { return &each->account() == &account; });
    const QString prefix = account.info().id + u'/';
    for (auto room = m_rooms.begin(); room != m_rooms.end();) {
        if (!room->first.startsWith(prefix)) {
            ++room;
            continue;
        }
        if (room->second.isShown)
            m_notifier.withdraw(room->first);
        room = m_rooms.erase(room);
    }
}

QString Attention::keyOf(const QString& account, const RoomId& room)
{
    return account + u'/' + QString::fromLatin1(room.text());
}

std::pair<Account*, RoomId> Attention::find(const QString& key) const
{
    const auto room = m_rooms.find(key);
    if (room == m_rooms.end())
        return {};
    for (const auto& watcher : m_watchers) {
        if (key.startsWith(watcher->account().info().id + u'/'))
            return {&watcher->account(), room->second.id};
    }
    return {};
}

bool Attention::mentionsSelf(const Account& account, const MessagePosted& message) const
{
    const UserId& self = account.client().state().identity.userId;
    return message.mentions &&
           std::ranges::any_of(*message.mentions, [&self](const UserId& id) { return id == self || id == everybody; });
}

/// Empty: nothing is against it.
QString Attention::reasonAgainst(const Account& account, const MessagePosted& message) const
{
    const UserId& self = account.client().state().identity.userId;
    const Rule rule = m_preferences.rule(account.info().id, message.room);
    if (message.userId == self)
        return tr("Not notified: you wrote it.");
    if (m_preferences.isOn(Preferences::Switch::DoNotDisturb))
        return tr("Not notified: “Do not disturb” is on.");
    if (rule == Rule::None)
        return tr("Not notified: this room is muted.");
    if (rule == Rule::Mentions && !mentionsSelf(account, message))
        return tr("Not notified: it did not mention you, and only mentions notify you in this room.");
    if (m_isWatched(account.info().id, message.room))
        return tr("Not notified: you were looking at the room.");
    const RoomState* room = account.client().state().room(message.room);
    if (room && message.n <= room->read)
        return tr("Not notified: you had already read it on another device.");
    return {};
}

void Attention::arrived(Account& account, const MessagePosted& message)
{
    const QString key = keyOf(account.info().id, message.room);
    Room& room = m_rooms[key];
    room.id = message.room;
    room.why = reasonAgainst(account, message);
    if (!room.why.isEmpty())
        return;
    if (mentionsSelf(account, message))
        Q_EMIT called();
    if (!m_notifier.isAvailable()) {
        room.why = tr("Not notified: this desktop shows no notifications.");
        return;
    }
    const bool byRule = m_preferences.rule(account.info().id, message.room) == Rule::All;
    room.why = byRule ? tr("Notified: every message in this room notifies you.") : tr("Notified: it mentioned you.");
    room.last = message.id;
    room.author = message.username;
    room.text = message.text.value_or(QString());
    ++room.count;
    if (!std::exchange(room.isDue, true))
        room.flush = m_wheel.after(gathered, [this, key] { flush(key); });
}

void Attention::flush(const QString& key)
{
    Room& room = m_rooms[key];
    const int count = room.count;
    const auto [account, id] = find(key);
    if (!std::exchange(room.isDue, false) || !account)
        return;
    const QString name = account->client().state().nameOf(id);
    Notification notification;
    notification.key = key;
    notification.title = tr("%1 in %2").arg(room.author, name);
    notification.body = room.text;
    if (count > 1)
        notification.body = tr("%1\n(%n more)", nullptr, count - 1).arg(room.text);
    notification.replyHint = tr("Reply in %1").arg(name);
    if (m_preferences.isOn(Preferences::Switch::HideText)) {
        notification.title = tr("Parlance");
        notification.replyHint = tr("Reply");
        notification.body = count == 1 ? tr("A new message") : tr("%n new messages", nullptr, count);
    }
    notification.withSound = m_preferences.isOn(Preferences::Switch::Sound);
    room.isShown = true;
    m_notifier.show(notification);
}

/// What somebody has taken back is not to be read on a screen.
void Attention::deleted(const QString& key, const MessageId& message)
{
    const auto room = m_rooms.find(key);
    if (room != m_rooms.end() && room->second.last == message)
        read(key);
}

void Attention::read(const QString& key)
{
    const auto room = m_rooms.find(key);
    if (room == m_rooms.end())
        return;
    room->second.count = 0;
    room->second.isDue = false;
    room->second.flush.cancel();
    if (std::exchange(room->second.isShown, false))
        m_notifier.withdraw(key);
}

QString Attention::why(const QString& account, const RoomId& room) const
{
    const auto found = m_rooms.find(keyOf(account, room));
    return found == m_rooms.end() ? QString() : found->second.why;
}

void Attention::activated(const QString& key, const QString& activationToken)
{
    if (const auto [account, room] = find(key); account)
        Q_EMIT openWanted(account->info().id, room, activationToken);
}

void Attention::replied(const QString& key, const QString& text)
{
    const auto [account, room] = find(key);
    const QString said = text.trimmed();
    if (!account || said.isEmpty())
        return;
    if (const auto queued = account->client().say(room, said); !queued)
        Q_EMIT replyRefused(account->info().id, room, said, queued.error().message);
    else if (const RoomState* state = account->client().state().room(room))
        account->client().markRead(room, state->n);
}

} // namespace parlance::client
