#include "support/console.h"

#include "support/consolelines.h"

#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace parlance::console {

using namespace parlance::client;

namespace {

QString text(std::string_view name)
{
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

QString stateName(const OutboxEntry* entry)
{
    if (!entry)
        return QStringLiteral("done");
    switch (entry->state) {
    case OutboxEntry::State::Queued:
        return QStringLiteral("queued");
    case OutboxEntry::State::Sent:
        return QStringLiteral("sent");
    case OutboxEntry::State::Waiting:
        return QStringLiteral("waiting");
    case OutboxEntry::State::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

bool isFailed(const OutboxEntry& entry)
{
    return entry.state == OutboxEntry::State::Failed;
}

} // namespace

QString Console::help()
{
    return QStringLiteral("Lines are messages, but for:\n"
                          "  /me TEXT        an action\n"
                          "  /read N         all up to the N-th message are read\n"
                          "  /retry NONCE    a failed message goes out again\n"
                          "  /discard NONCE  it does not\n"
                          "  /ping           is the connection alive?\n"
                          "  /reconnect      at once, on a new connection\n"
                          "  /quit           without waiting for anything\n"
                          "  //TEXT          the message /TEXT");
}

Console::Console(Settings settings, std::function<void(const QByteArray&)> print, std::function<void(int)> quit)
    : m_settings(std::move(settings))
    , m_print(std::move(print))
    , m_quit(std::move(quit))
    , m_client(m_transport, m_wheel, {{m_settings.backOffCeiling, {}}, {}})
{
    m_client.add(*this);
}

Console::~Console()
{
    m_client.remove(*this);
}

void Console::start()
{
    m_client.join(m_settings.room);
    m_client.connection().start(m_settings.login);
}

void Console::read(const QByteArray& line)
{
    QString input = QString::fromUtf8(line);
    if (input.endsWith(u'\r'))
        input.chop(1);
    if (input.isEmpty())
        return;
    if (m_room.isEmpty() && input != QLatin1String("/quit"))
        return m_waiting.push_back(line);
    if (!input.startsWith(u'/'))
        return say(input);
    if (input.startsWith(QLatin1String("//")))
        return say(input.mid(1));
    const qsizetype space = input.indexOf(u' ');
    command(input.mid(1, space < 0 ? -1 : space - 1), space < 0 ? QString() : input.mid(space + 1));
}

void Console::command(const QString& name, const QString& rest)
{
    bool done = true;
    if (name == QLatin1String("me"))
        say(rest, QStringLiteral("me"));
    else if (name == QLatin1String("read"))
        m_client.markRead(m_room, rest.toLongLong());
    else if (name == QLatin1String("retry"))
        done = m_client.retry(Nonce(rest.toLatin1()));
    else if (name == QLatin1String("discard"))
        done = m_client.discard(Nonce(rest.toLatin1()));
    else if (name == QLatin1String("ping"))
        m_client.connection().checkAlive();
    else if (name == QLatin1String("reconnect"))
        m_client.connection().reconnectNow();
    else if (name == QLatin1String("quit"))
        leave(0);
    else
        done = false;
    if (!done)
        trouble({ErrorCode::BadRequest, QStringLiteral("Cannot do /%1 %2").arg(name, rest), {}});
}

void Console::say(const QString& input, const std::optional<QString>& style)
{
    const auto nonce = m_client.say(m_room, input, style);
    if (!nonce)
        trouble(nonce.error());
}

void Console::inputEnded()
{
    m_inputEnded = true;
    leaveWhenDone();
}

/// Not at once: we may be inside one of the client's calls.
void Console::leaveWhenDone()
{
    const auto& entries = m_client.outbox().entries();
    if (m_inputEnded && m_waiting.empty() && std::ranges::all_of(entries, isFailed))
        m_leaving = m_wheel.after(0, [this] { leave(m_client.outbox().entries().empty() ? 0 : 1); });
}

void Console::leave(int code)
{
    if (m_client.connection().phase() != Phase::Refused)
        m_client.connection().stop();
    if (const auto quit = std::exchange(m_quit, {}))
        quit(code);
}

void Console::phaseChanged()
{
    const Connection& connection = m_client.connection();
    PhaseLine line{QString(client::name(connection.phase())), {}, connection.retryIn()};
    if (connection.phase() == Phase::Waiting || connection.phase() == Phase::Refused)
        line.problem = connection.problem().message;
    m_print(encode(line));
    if (connection.phase() == Phase::Refused)
        leave(1);
}

void Console::identityChanged()
{
    const QString& token = m_client.state().identity.token;
    if (m_settings.tokenFile.isEmpty() || token == m_savedToken)
        return;
    QSaveFile file(m_settings.tokenFile);
    const bool saved = file.open(QIODevice::WriteOnly) &&
                       file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                       file.write(token.toUtf8() + '\n') > 0 && file.commit();
    if (!saved)
        return trouble({ErrorCode::Internal, QStringLiteral("Cannot write the token file: ") + file.errorString(), {}});
    m_savedToken = token;
}

void Console::joinedByName(const RoomName& /*name*/, const RoomId& room)
{
    m_room = room;
    for (const QByteArray& line : std::exchange(m_waiting, {}))
        read(line);
    leaveWhenDone();
}

void Console::joinFailed(const RoomRef& /*room*/, const Error& error)
{
    trouble(error);
}

void Console::outboxChanged(const RoomId& room, const Nonce& nonce)
{
    const OutboxEntry* entry = m_client.outbox().find(nonce);
    OutboxLine line{room, nonce, stateName(entry), {}, {}};
    if (entry && entry->problem) {
        line.code = text(info(entry->problem->code).name);
        line.message = entry->problem->message;
    }
    m_print(encode(line));
    leaveWhenDone();
}

void Console::messagesChanged(const RoomId& room, const RowChange& change)
{
    if (change.kind != RowChange::Reset)
        return;
    const RoomState& state = *m_client.state().room(room);
    m_print(encode(ResetLine{room, state.log, state.head, state.n, {state.messages.begin(), state.messages.end()}}));
}

void Console::eventHandled(const LogEntry& event)
{
    json::Writer line;
    json::Writing<LogEntry>::write(line, event);
    m_print(line.take());
}

void Console::trouble(const Error& error)
{
    m_print(encode(TroubleLine{text(info(error.code).name), error.message}));
}

} // namespace parlance::console
