#include "models/account.h"

#include "base/logging.h"
#include "models/addresses.h"

#include <utility>

namespace parlance::client {

Account::Account(AccountInfo info, Parts parts)
    : m_info(std::move(info))
    , m_parts(std::move(parts))
    , m_client(*m_parts.transport, m_parts.wheel, clientOptions())
    , m_notices(m_client, clock())
    , m_alive(std::make_shared<bool>(true))
{
    m_client.add(*this);
    if (m_parts.cache)
        adoptNamed([this](const RoomName& name) { return m_parts.cache->roomOnceCalled(name); });
    if (!m_info.room.isEmpty())
        m_client.prefer(m_info.room);
    else if (!m_info.roomName.isEmpty())
        m_client.prefer(m_info.roomName);
}

/// What version 0.1 has left in the settings under the names of rooms goes to the rooms.
void Account::adoptNamed(const std::function<RoomId(const RoomName&)>& roomCalled)
{
    for (const RoomName& name : m_parts.preferences.namedRules(m_info.id)) {
        if (const RoomId room = roomCalled(name); !room.isEmpty())
            m_parts.preferences.adoptRule(m_info.id, name, room);
    }
    if (m_info.room.isEmpty() && !m_info.roomName.isEmpty())
        m_info.room = roomCalled(m_info.roomName);
}

/// One of which nothing but the name was known may be this one.
void Account::roomAdded(const RoomId& room)
{
    const RoomName& added = m_client.state().room(room)->name;
    adoptNamed([&](const RoomName& name) { return name == added ? room : RoomId(); });
}

RoomId Account::lastRoom() const
{
    const ClientState& state = m_client.state();
    if (m_info.room.isEmpty())
        return m_info.roomName.isEmpty() ? RoomId() : state.roomCalled(m_info.roomName);
    return state.room(m_info.room) ? m_info.room : RoomId();
}

Account::~Account()
{
    *m_alive = false;
    m_client.remove(*this);
}

Client::Options Account::clientOptions()
{
    Client::Options options;
    options.cache = m_parts.cache.get();
    options.cacheFailed = [this](const Error& fault) {
        m_troubles.report(Troubles::Kind::CacheUnusable, fault.message);
    };
    return options;
}

std::optional<Error> Account::cacheFault() const
{
    return m_parts.cache ? m_parts.cache->fault() : std::nullopt;
}

QString Account::title() const
{
    const QString& name = m_client.state().identity.serverName;
    return name.isEmpty() ? address() : name;
}

QString Account::address() const
{
    return addressOf(m_info.url);
}

void Account::start(const std::optional<QString>& password)
{
    load(m_info.id, [this, password](const Result<QString>& token) { haveToken(token, password); });
}

void Account::startWith(Entrance entrance)
{
    m_entrance = std::move(entrance);
    connectNow();
}

void Account::haveToken(const Result<QString>& token, const std::optional<QString>& password)
{
    using Kind = Troubles::Kind;
    m_troubles.clear(Kind::SecretUnreadable);
    m_troubles.clear(Kind::SecretMissing);
    const bool isSomebody = m_kept && m_info.hasIdentity;
    if (!token && isSomebody)
        return m_troubles.report(Kind::SecretUnreadable, token.error().message);
    m_token = token ? *token : QString();
    if (m_token.isEmpty() && isSomebody)
        return m_troubles.report(Kind::SecretMissing, {});
    loadPassword(password);
}

/// One that cannot be had is as one that never was: the server asks for it then.
void Account::loadPassword(const std::optional<QString>& password)
{
    if (password) {
        m_password = *password;
        return connectNow();
    }
    load(passwordKey(), [this](const Result<QString>& kept) {
        m_password = m_keptPassword = kept ? *kept : QString();
        connectNow();
    });
}

void Account::startAsSomebodyNew()
{
    m_troubles.clear(Troubles::Kind::SecretUnreadable);
    m_troubles.clear(Troubles::Kind::SecretMissing);
    m_token.clear();
    // The memberships were the other's.
    if (!m_info.room.isEmpty())
        m_client.join(m_info.room);
    else if (!m_info.roomName.isEmpty())
        m_client.join(m_info.roomName);
    loadPassword({});
}

void Account::connectNow()
{
    Login login;
    login.url = m_info.url;
    login.client = QStringLiteral("parlance/" PARLANCE_VERSION);
    login.name = m_info.name;
    if (!m_password.isEmpty())
        login.password = m_password;
    if (!m_token.isEmpty())
        login.token = m_token;
    if (m_entrance) {
        login.name.reset();
        login.entrance = std::exchange(m_entrance, std::nullopt);
    }
    m_client.connection().start(std::move(login));
}

void Account::load(const QString& key, std::function<void(const Result<QString>& secret)> done)
{
    m_parts.secrets.load(key, [id = m_info.id, alive = m_alive, done = std::move(done)](const Result<QString>& secret) {
        if (!secret)
            qCWarning(logClient).noquote() << id << "a secret cannot be read:" << secret.error().message;
        if (*alive)
            done(secret);
    });
}

void Account::save(const QString& key, const QString& secret)
{
    m_parts.secrets.save(key, secret, [this, key, alive = m_alive](const std::optional<Error>& problem) {
        if (!*alive)
            return;
        if (problem)
            qCWarning(logClient).noquote() << m_info.id << "a secret cannot be kept:" << problem->message;
        if (key != m_info.id)
            return; // people enter the server's password once more
        if (problem)
            m_troubles.report(Troubles::Kind::SecretUnsaved, problem->message);
        else
            m_troubles.clear(Troubles::Kind::SecretUnsaved);
    });
}

void Account::keep()
{
    m_kept = true;
    savePreferences();
    identityChanged();
}

void Account::savePreferences()
{
    m_parts.preferences.save(m_info);
    if (m_parts.preferences.isSaved())
        m_troubles.clear(Troubles::Kind::SettingsUnsaved);
    else
        m_troubles.report(Troubles::Kind::SettingsUnsaved, {});
}

void Account::endDevice(std::function<void()> done)
{
    const auto& device = m_client.state().identity.device;
    if (!device || !m_client.connection().isGreeted())
        return done();
    m_client.connection().ask<Ok>(RevokeDevice{device->id, {}},
                                  [done = std::move(done)](const Result<Ok>&) { done(); });
}

void Account::forget()
{
    m_kept = false;
    m_client.connection().stop();
    m_parts.preferences.forget(m_info.id);
    for (const QString& key : {m_info.id, passwordKey()})
        m_parts.secrets.remove(key, [](const std::optional<Error>&) {});
}

void Account::setRoom(const RoomId& room)
{
    const RoomState* state = m_client.state().room(room);
    const RoomName name = state ? state->name : RoomName();
    if (room == m_info.room && name == m_info.roomName)
        return;
    m_info.room = room;
    m_info.roomName = name;
    if (m_kept)
        savePreferences();
}

qint64 Account::unread() const
{
    qint64 all = 0;
    for (const auto& [id, room] : m_client.state().rooms) {
        if (m_parts.preferences.rule(m_info.id, id) != Rule::None)
            all += room.unread();
    }
    return all;
}

void Account::identityChanged()
{
    const Identity& identity = m_client.state().identity;
    if (!m_kept || identity.token.isEmpty())
        return;
    if (m_info.name != identity.username || !m_info.hasIdentity) {
        m_info.name = identity.username;
        m_info.hasIdentity = true;
        savePreferences();
    }
    if (identity.token != std::exchange(m_token, identity.token))
        save(m_info.id, m_token);
    if (m_password != std::exchange(m_keptPassword, m_password)) // it has let us in
        save(passwordKey(), m_password);
}

} // namespace parlance::client
