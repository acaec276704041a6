#pragma once

#include <QByteArray>
#include <QtEndian>

namespace parlance {

/// Appends a text as a server sends it: one whole WebSocket frame, not masked (RFC 6455, sections 5.1 and 5.2). So the
/// same bytes are right for everybody.
inline void appendTextFrame(QByteArray& to, QByteArrayView text)
{
    constexpr char finalText = char(0x81);
    const auto append = [&to](const auto bigEndian) {
        to.append(reinterpret_cast<const char*>(&bigEndian), sizeof bigEndian);
    };
    to.append(finalText);
    if (text.size() < 126) {
        to.append(char(text.size()));
    } else if (text.size() <= 0xFFFF) {
        to.append(char(126));
        append(qToBigEndian(quint16(text.size())));
    } else {
        to.append(char(127));
        append(qToBigEndian(quint64(text.size())));
    }
    to.append(text);
}

inline QByteArray textFrame(QByteArrayView text)
{
    QByteArray frame;
    frame.reserve(text.size() + 10);
    appendTextFrame(frame, text);
    return frame;
}

} // namespace parlance
