#pragma once

#include "models/notices.h"
#include "models/preferences.h"
#include "models/troubles.h"
#include "ports/secretstore.h"

namespace parlance::client {

/// One identity on one server, as the desktop app has it: a client, its cache and its secret. Preferences, secrets and
/// wheel must outlive it.
class Account final : private ClientObserver {
  public:
    struct Parts {
        std::unique_ptr<Transport> transport;
        std::unique_ptr<Cache> cache; ///< may be absent: then nothing is kept
        DeadlineWheel& wheel;
        SecretStore& secrets;
        Preferences& preferences;
    };

    Account(AccountInfo info, Parts parts);
    ~Account() override;

    const AccountInfo& info() const { return m_info; }
    Client& client() { return m_client; }
    const Client& client() const { return m_client; }
    Notices& notices() { return m_notices; }
    Troubles& troubles() { return m_troubles; }
    DeadlineWheel& wheel() { return m_parts.wheel; }
    const Clock& clock() const { return m_parts.wheel.clock(); }

    /// What the server is called: by its admin, or its address.
    QString title() const;

    /// Host and port, which tell servers of one title apart.
    QString address() const;

    /// Connects, as soon as the token is there, and the server's password where one was used before. A first time there
    /// is neither. An account that has an identity waits while its token cannot be had, which troubles() tell of: the
    /// server would make it somebody else.
    void start(const std::optional<QString>& password = {});

    /// Connects for the first time, with an account.
    void startWith(Entrance entrance);

    /// Connects without the token of the identity before, which is lost.
    void startAsSomebodyNew();

    /// What the cache has failed with; nothing while it works, or where there is none.
    std::optional<Error> cacheFault() const;

    /// From now on it is remembered; a start that led nowhere leaves nothing behind.
    void keep();

    /// Signs this device out of its account on the server, as far as that can be reached; a guest has nothing there to
    /// end. `done` is called once, which must not destroy this account from within.
    void endDevice(std::function<void()> done);

    /// Forgets who one was there; the cache is the caller's to remove.
    void forget();

    /// The room that is open, for the next start.
    void setRoom(const RoomId& room);

    /// The room that was open last, as far as it is here; else empty.
    RoomId lastRoom() const;

    qint64 unread() const; ///< messages in all rooms that are not silenced

  private:
    void identityChanged() override;
    void roomAdded(const RoomId& room) override;
    void adoptNamed(const std::function<RoomId(const RoomName&)>& roomCalled);
    Client::Options clientOptions();
    void haveToken(const Result<QString>& token, const std::optional<QString>& password);
    void loadPassword(const std::optional<QString>& password);
    void savePreferences();

    QString passwordKey() const { return m_info.id + QStringLiteral("/password"); }
    void load(const QString& key, std::function<void(const Result<QString>& secret)> done);
    void save(const QString& key, const QString& secret);
    void connectNow();

    AccountInfo m_info;
    Parts m_parts;
    Troubles m_troubles;
    Client m_client;
    Notices m_notices;
    QString m_token;    // as it is stored
    QString m_password; // the server's
    QString m_keptPassword;
    std::optional<Entrance> m_entrance; // until it has let somebody in
    bool m_kept = false;
    std::shared_ptr<bool> m_alive; // owners: this, and the answers that may come after it
};

} // namespace parlance::client
