#include "support/linereader.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace parlance::console {

LineReader::LineReader(int descriptor, std::function<void(const QByteArray&)> line, std::function<void()> end)
    : m_descriptor(descriptor)
    , m_line(std::move(line))
    , m_end(std::move(end))
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { read(); });
}

void LineReader::read()
{
    char part[16 * 1'024];
    const ssize_t count = ::read(m_descriptor, part, sizeof part);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0) {
        m_buffer.append(part, qsizetype(count));
        return cut();
    }
    m_notifier.setEnabled(false);
    if (!m_buffer.isEmpty())
        m_line(std::exchange(m_buffer, {}));
    m_end();
}

void LineReader::cut()
{
    qsizetype start = 0;
    for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n', start)) {
        m_line(m_buffer.mid(start, end - start));
        start = end + 1;
    }
    m_buffer.remove(0, start);
    if (m_buffer.size() > longest)
        m_line(std::exchange(m_buffer, {}));
}

} // namespace parlance::console
