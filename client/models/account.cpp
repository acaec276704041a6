#include "models/account.h"

#include "base/logging.h"

#include <utility>

namespace parlance::client {

namespace {

Client::Options withCache(Cache* cache)
{
    Client::Options options;
    options.cache = cache;
    return options;
}

} // namespace

Account::Account(AccountInfo info, Parts parts)
    : m_info(std::move(info))
    , m_parts(std::move(parts))
    , m_client(*m_parts.transport, m_parts.wheel, withCache(m_parts.cache.get()))
    , m_notices(m_client)
    , m_alive(std::make_shared<bool>(true))
{
    m_client.add(*this);
}

Account::~Account()
{
    *m_alive = false;
    m_client.remove(*this);
}

QString Account::title() const
{
    const QString& name = m_client.state().identity.serverName;
    return name.isEmpty() ? m_info.url.host() : name;
}

void Account::start(const std::optional<QString>& password)
{
    load(m_info.id, [this, password](const QString& token) {
        m_token = token;
        if (password) {
            m_password = *password;
            return connectNow();
        }
        load(passwordKey(), [this](const QString& kept) {
            m_password = m_keptPassword = kept;
            connectNow();
        });
    });
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
    m_client.connection().start(std::move(login));
}

/// A secret that cannot be had is as one that never was: the server says then what it wants.
void Account::load(const QString& key, std::function<void(const QString& secret)> done)
{
    m_parts.secrets.load(key, [id = m_info.id, alive = m_alive, done = std::move(done)](const Result<QString>& secret) {
        if (!secret)
            qCWarning(logClient).noquote() << id << "a secret cannot be read:" << secret.error().message;
        if (*alive)
            done(secret ? *secret : QString());
    });
}

void Account::save(const QString& key, const QString& secret)
{
    m_parts.secrets.save(key, secret, [id = m_info.id](const std::optional<Error>& problem) {
        if (problem)
            qCWarning(logClient).noquote() << id << "a secret cannot be kept:" << problem->message;
    });
}

void Account::keep()
{
    m_kept = true;
    m_parts.preferences.save(m_info);
    identityChanged();
}

void Account::forget()
{
    m_kept = false;
    m_client.connection().stop();
    m_parts.preferences.forget(m_info.id);
    for (const QString& key : {m_info.id, passwordKey()})
        m_parts.secrets.remove(key, [](const std::optional<Error>&) {});
}

void Account::setRoom(const RoomName& room)
{
    if (room == m_info.room)
        return;
    m_info.room = room;
    if (m_kept)
        m_parts.preferences.save(m_info);
}

qint64 Account::unread() const
{
    qint64 all = 0;
    for (const auto& [name, room] : m_client.state().rooms) {
        if (m_parts.preferences.rule(m_info.id, name) != Rule::None)
            all += room.unread();
    }
    return all;
}

void Account::identityChanged()
{
    const Identity& identity = m_client.state().identity;
    if (!m_kept || identity.token.isEmpty())
        return;
    if (m_info.name != identity.username) {
        m_info.name = identity.username;
        m_parts.preferences.save(m_info);
    }
    if (identity.token != std::exchange(m_token, identity.token))
        save(m_info.id, m_token);
    if (m_password != std::exchange(m_keptPassword, m_password)) // it has let us in
        save(passwordKey(), m_password);
}

} // namespace parlance::client
