#pragma once

#include <QByteArray>
#include <QHashFunctions>

#include <functional>
#include <utility>

namespace parlance {

/// A name for something, of a type of its own, so that a room's log cannot be passed where a user is meant.
/// The text is ASCII; 36 bytes where it is a UUID.
template <class Tag>
class Id {
  public:
    Id() = default;
    explicit Id(QByteArray text)
        : m_text(std::move(text))
    {}

    /// A random UUID (RFC 4122, version 4, from the system's generator).
    static Id random();

    const QByteArray& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id& a, const Id& b) { return a.m_text.compare(b.m_text) <=> 0; }
    friend size_t qHash(const Id& id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

  private:
    QByteArray m_text;
};

QByteArray randomUuid();

template <class Tag>
Id<Tag> Id<Tag>::random()
{
    return Id(randomUuid());
}

using UserId = Id<struct UserTag>;
using DeviceId = Id<struct DeviceTag>;
using LinkId = Id<struct LinkTag>;
using MessageId = Id<struct MessageTag>;

/// A room, for ever. A room of version 0.1 has the UUID that its log had when the server was upgraded, so that clients
/// can find what they kept of it without asking.
using RoomId = Id<struct RoomTag>;

/// The epoch of a room's numbers: renewed only where history is no prefix of what was before, as in a restored backup.
using LogId = Id<struct LogTag>;

/// What the author of a message made up to recognise it: 1-64 printable ASCII characters.
using Nonce = Id<struct NonceTag>;

} // namespace parlance

template <class Tag>
struct std::hash<parlance::Id<Tag>> {
    size_t operator()(const parlance::Id<Tag>& id) const noexcept { return qHash(id); }
};
