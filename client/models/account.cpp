#include "models/account.h"

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
    m_parts.secrets.load(m_info.id, [this, alive = m_alive, password](const Result<QString>& token) {
        if (!*alive)
            return;
        if (!token)
            m_secretProblem = token.error();
        Login login;
        login.url = m_info.url;
        login.client = QStringLiteral("parlance/" PARLANCE_VERSION);
        login.name = m_info.name;
        login.password = password;
        if (token && !token->isEmpty())
            login.token = m_token = *token;
        m_client.connection().start(std::move(login));
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
    m_parts.secrets.remove(m_info.id, [](const std::optional<Error>&) {});
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
    if (identity.token == std::exchange(m_token, identity.token))
        return;
    m_parts.secrets.save(m_info.id, m_token, [this, alive = m_alive](const std::optional<Error>& problem) {
        if (*alive)
            m_secretProblem = problem;
    });
}

} // namespace parlance::client
