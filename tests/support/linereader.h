#pragma once

#include <QByteArray>
#include <QSocketNotifier>

#include <functional>

namespace parlance::console {

/// Reads lines from a descriptor (standard input) without ever blocking the event loop.
class LineReader {
  public:
    static constexpr qsizetype longest = 1'024 * 1'024; ///< bytes; a longer line is handed out in parts

    /// `line` comes without its end; `end` comes once, when nothing more will.
    LineReader(int descriptor, std::function<void(const QByteArray& line)> line, std::function<void()> end);

  private:
    void read();
    void cut();

    int m_descriptor;
    std::function<void(const QByteArray&)> m_line;
    std::function<void()> m_end;
    QByteArray m_buffer;
    QSocketNotifier m_notifier;
};

} // namespace parlance::console
