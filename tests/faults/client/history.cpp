#include "faults/client/history.h"

#include <ctime>

namespace parlance::faults {

namespace {

/// Microseconds of a clock that all processes of the machine share and that never jumps.
qint64 monotonic()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1'000;
}

/// Empty for an admin.
template <class Event>
QByteArray authorOf(const Event& event)
{
    if constexpr (requires { event.by; })
        return event.by ? event.by->id.text() : QByteArray();
    else
        return event.userId.text();
}

} // namespace

void writeEvent(json::Writer& line, const LogEntry& event)
{
    std::visit(
        [&line](const auto& e) {
            using Event = std::remove_cvref_t<decltype(e)>;
            line.key("seq");
            line.number(e.seq);
            line.key("n");
            line.number(e.n);
            if constexpr (requires { Event::type; }) {
                line.key("kind");
                line.ascii(Event::type);
                line.key("author");
                line.ascii(ascii(authorOf(e)));
                line.key("nonce");
                line.ascii(ascii(e.nonce.text()));
            }
            if constexpr (requires { e.id; }) {
                line.key("id");
                line.ascii(ascii(e.id.text()));
            }
            if constexpr (requires { e.text.has_value(); }) {
                if (e.text) {
                    line.key("text");
                    line.string(*e.text);
                }
            } else if constexpr (requires { e.text; }) {
                line.key("text");
                line.string(e.text);
            } else if constexpr (requires { e.name; }) {
                line.key("text");
                line.string(e.name.text());
            }
        },
        event);
}

History::History(const QString& path, QString client)
    : m_file(path)
    , m_client(std::move(client))
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        qFatal("cannot write %s", qPrintable(path));
}

void History::begin(json::Writer& line, std::string_view op, const RoomId& room)
{
    line.beginObject();
    line.key("t");
    line.number(monotonic());
    line.key("client");
    line.string(m_client);
    line.key("op");
    line.ascii(op);
    line.key("room");
    line.string(QString::fromLatin1(room.text()));
}

void History::finish(json::Writer line)
{
    line.endObject();
    m_file.write(line.take() + '\n');
}

void History::event(std::string_view op, const LogEntry& event)
{
    add(op, roomOf(event), [&event](json::Writer& line) { writeEvent(line, event); });
}

} // namespace parlance::faults
