#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>

namespace parlance::client {

/// A place in a timeline's text: a message, by Timeline::keyOf(), and a character of it. It stays with its message when
/// others come and go.
struct TextPlace {
    QByteArray key;
    int position = 0;

    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

/// What is selected in a timeline, from a letter of one message to a letter of another.
class Selection {
  public:
    /// The row of a message; nothing if it is not there any more.
    using RowOf = std::function<std::optional<size_t>(const QByteArray& key)>;

    struct Range {
        size_t firstRow = 0;
        int firstPosition = 0;
        size_t lastRow = 0;
        int lastPosition = 0;
    };

    void begin(TextPlace place) { m_anchor = m_end = std::move(place); }
    void extend(TextPlace place) { m_end = std::move(place); }
    void set(TextPlace from, TextPlace to)
    {
        m_anchor = std::move(from);
        m_end = std::move(to);
    }
    void clear() { m_anchor = m_end = {}; }
    bool isEmpty() const { return m_anchor == m_end; }

    /// In reading order; nothing if it is empty, or a message at either end has gone.
    std::optional<Range> range(const RowOf& rowOf) const;

    /// Which letters of a row are selected, where its text has `length` of them.
    static std::pair<int, int> part(const Range& range, size_t row, int length);

  private:
    TextPlace m_anchor;
    TextPlace m_end;
};

} // namespace parlance::client
