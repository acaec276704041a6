#include "faults/client/worker.h"

#include <QSaveFile>

#include <algorithm>

namespace parlance::faults {

using namespace parlance::client;

namespace {

constexpr qint64 lookAgain = 100; // ms

std::string_view nameOf(OutboxEntry::Kind kind)
{
    switch (kind) {
    case OutboxEntry::Kind::Message:
        return MessagePosted::type;
    case OutboxEntry::Kind::Edit:
        return MessageEdited::type;
    case OutboxEntry::Kind::Deletion:
        return MessageDeleted::type;
    }
    return {};
}

} // namespace

Worker::Worker(WorkerOptions options, std::function<void()> settled)
    : m_options(std::move(options))
    , m_settled(std::move(settled))
    , m_random(m_options.seed)
    , m_history(m_options.history, m_options.name)
    , m_client(m_tap, m_wheel, {{m_options.ceiling, {}}, {}, m_options.cache})
{
    m_client.add(*this);
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_next, &QTimer::timeout, [this] {
        deed();
        scheduleDeed();
    });
}

Worker::~Worker()
{
    m_client.remove(*this);
}

void Worker::start()
{
    m_history.add("start", {}, [](json::Writer&) {});
    for (const auto& [id, room] : m_client.state().rooms) {
        m_history.add("loaded", id, [&room = room](json::Writer& line) {
            line.key("seq");
            line.number(room.head);
        });
    }
    for (const RoomName& room : m_options.rooms)
        m_client.join(RoomRef(room));
    m_client.connection().start(m_options.login);
    scheduleDeed();
}

void Worker::scheduleDeed()
{
    m_next.start(int(m_random.bounded(double(2 * m_options.pause))));
}

void Worker::deed()
{
    if (m_isResting || m_client.outbox().entries().size() > 50)
        return;
    const RoomName& name = m_options.rooms[size_t(m_random.bounded(int(m_options.rooms.size())))];
    const RoomId room = m_client.state().roomCalled(name);
    if (room.isEmpty())
        return; // it has never been joined
    if (m_random.bounded(50) == 0)
        return rename(room);
    if (m_options.hasPeople && m_random.bounded(12) == 0)
        return m_people.deed(room);
    if (m_random.bounded(4) == 0)
        return change(room);
    // No text twice, so that a message can be told from its double whatever their nonces are.
    const auto text = QStringLiteral("%1 says %2 (%3)").arg(m_options.name).arg(++m_written).arg(m_random.generate());
    if (const auto nonce = m_client.say(room, text))
        invoked(*nonce);
}

/// Capitals come and go, so that the room is still found by the name that this program was started with.
void Worker::rename(const RoomId& room)
{
    QString name = m_client.state().nameOf(room);
    for (QChar& letter : name)
        letter = m_random.bounded(2) == 0 ? letter.toUpper() : letter.toLower();
    m_client.setName(room, *RoomName::parse(name), [](const Result<Ok>&) {});
}

void Worker::change(const RoomId& id)
{
    const RoomState* room = m_client.state().room(id);
    if (!room)
        return;
    std::vector<MessageId> own;
    for (const MessageState& message : room->messages) {
        if (message.userId == m_client.state().identity.userId && !message.deleted)
            own.push_back(message.id);
    }
    if (own.empty())
        return;
    const MessageId& target = own[size_t(m_random.bounded(int(own.size())))];
    const auto text = QStringLiteral("%1 means %2 (%3)").arg(m_options.name).arg(++m_written).arg(m_random.generate());
    const auto nonce = m_random.bounded(4) == 0 ? m_client.remove(id, target) : m_client.edit(id, target, text);
    if (nonce)
        invoked(*nonce);
}

void Worker::invoked(const Nonce& nonce)
{
    // It may be settled already only if it was refused without being sent, which nothing here is.
    const OutboxEntry& entry = *m_client.outbox().find(nonce);
    m_history.add("invoke", entry.room, [&entry](json::Writer& line) {
        line.key("kind");
        line.ascii(nameOf(entry.kind));
        line.key("nonce");
        line.ascii(ascii(entry.nonce.text()));
        if (entry.kind != OutboxEntry::Kind::Message) {
            line.key("id");
            line.ascii(ascii(entry.target.text()));
        }
        line.key("text");
        line.string(entry.text);
    });
}

void Worker::identityChanged()
{
    QSaveFile file(m_options.tokenFile);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(m_client.state().identity.token.toUtf8());
        file.commit();
    }
    m_history.add("identity", {}, [this](json::Writer& line) {
        line.key("author");
        line.ascii(ascii(m_client.state().identity.userId.text()));
    });
}

void Worker::joinFailed(const RoomRef& room, const Error& error)
{
    qWarning("cannot join a room: %s", qPrintable(error.message));
    m_client.join(room);
}

void Worker::outboxChanged(const RoomId& room, const Nonce& nonce)
{
    const OutboxEntry* entry = m_client.outbox().find(nonce);
    if (entry && entry->state != OutboxEntry::State::Failed)
        return;
    if (!entry && m_failed.contains(nonce))
        return;
    m_history.add(entry ? "fail" : "ok", room, [&](json::Writer& line) {
        line.key("nonce");
        line.ascii(ascii(nonce.text()));
        if (entry) {
            line.key("why");
            line.string(entry->problem ? entry->problem->message : QString());
        }
    });
    if (entry)
        m_failed.insert(nonce);
    settleSoon();
}

void Worker::messagesChanged(const RoomId& room, const RowChange& change)
{
    if (change.kind != RowChange::Reset)
        return;
    m_history.add("reset", room, [this, &room](json::Writer& line) {
        line.key("seq");
        line.number(m_client.state().room(room)->head);
    });
}

void Worker::eventHandled(const LogEntry& event)
{
    m_history.event("event", event);
}

void Worker::roomChanged(const RoomId&)
{
    settleSoon();
}

void Worker::rest()
{
    m_isResting = true;
    m_isSettled = false;
    settleSoon();
}

/// Not at once: we may be inside one of the client's calls.
void Worker::settleSoon()
{
    if (m_isResting && !m_isSettled)
        m_settling = m_wheel.after(lookAgain, [this] { settle(); });
}

void Worker::settle()
{
    const auto& entries = m_client.outbox().entries();
    const bool isSent = std::ranges::all_of(
        entries, [](const OutboxEntry& entry) { return entry.state == OutboxEntry::State::Failed; });
    const bool isLive = std::ranges::all_of(m_options.rooms, [this](const RoomName& name) {
        const RoomState* room = m_client.state().room(m_client.state().roomCalled(name));
        return room && room->live;
    });
    if (!isSent || !isLive)
        return settleSoon();
    m_isSettled = true;
    m_settled();
}

void Worker::finish()
{
    for (const auto& [id, room] : m_client.state().rooms)
        recordState(id);
}

void Worker::recordState(const RoomId& id)
{
    const RoomState& room = *m_client.state().room(id);
    for (const MessageState& message : room.messages) {
        m_history.add("state", id, [&message](json::Writer& line) {
            line.key("seq");
            line.number(message.seq);
            line.key("id");
            line.ascii(ascii(message.id.text()));
            line.key("rev");
            line.number(message.rev);
            if (message.text) {
                line.key("text");
                line.string(*message.text);
            }
        });
    }
    m_history.add("head", id, [&room](json::Writer& line) {
        line.key("seq");
        line.number(room.head);
        line.key("text");
        line.string(room.name.text());
    });
}

} // namespace parlance::faults
