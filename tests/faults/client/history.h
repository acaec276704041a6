#pragma once

#include "json/writer.h"
#include "protocol/logentry.h"

#include <QFile>

namespace parlance::faults {

inline std::string_view ascii(const QByteArray& text)
{
    return {text.constData(), size_t(text.size())};
}

/// What a client has done and seen, one JSON object a line, appended to a file and written through at once: the client
/// may be killed at any moment. The lines are described in tests/faults/README.md.
class History {
  public:
    History(const QString& path, QString client);

    /// One line; `fill` adds what belongs to this kind of it.
    template <class Fill>
    void add(std::string_view op, const RoomId& room, Fill fill)
    {
        json::Writer line;
        begin(line, op, room);
        fill(line);
        finish(std::move(line));
    }

    void event(std::string_view op, const LogEntry& event);

  private:
    void begin(json::Writer& line, std::string_view op, const RoomId& room);
    void finish(json::Writer line);

    QFile m_file;
    const QString m_client;
};

/// The members of an event, those of a line about it.
void writeEvent(json::Writer& line, const LogEntry& event);

} // namespace parlance::faults
