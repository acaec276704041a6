#pragma once

#include "base/closecodes.h"

#include <QByteArray>

#include <optional>

namespace parlance {

/// Bounds of what a client may send. 0: no limit, but for `frame`.
struct FrameRules {
    qint64 frame = 64 * 1024; ///< largest frame, and largest message of several, bytes
    qint64 fragments = 64;    ///< of one message
    qint64 controls = 10;     ///< pings and pongs a second; twice as many at once
};

/// Stands before QWebSocket and lets only whole, right frames through (RFC 6455, section 5). QWebSocket 6.4 takes
/// unmasked frames, decodes each fragment of a text for itself, so that a character that was split over two is
/// refused, bounds neither fragments nor pings, calls the close codes 1012 to 1014 wrong, swallows a U+FEFF
/// at the start of a text, and its deadline for a frame
/// that does not end can be put off for ever by a byte now and then.
///
/// A message of several frames is let through as one. Memory: at most one unfinished frame and one unfinished message,
/// as they come; nothing is set aside for an announced length.
class FrameGate {
  public:
    explicit FrameGate(const FrameRules& rules)
        : m_rules(rules)
    {}

    /// Takes what came at `now` (milliseconds, steady). Appends to `frames` what QWebSocket may read. After an error,
    /// which is how the connection is to be closed, and after a close frame everything else is ignored.
    std::optional<CloseCode> take(QByteArrayView bytes, qint64 now, QByteArray& frames);

    /// Names the frame or the message that has begun and not ended; 0: none has. A control frame within a message
    /// changes nothing.
    quint64 unfinished() const;

  private:
    struct Head;

    std::optional<CloseCode> next(QByteArrayView& bytes, qint64 now, QByteArray& frames, bool& isComplete);
    std::optional<CloseCode> violation(const Head& head) const;
    std::optional<CloseCode> control(const Head& head, QByteArrayView frame, qint64 now, QByteArray& frames);
    std::optional<CloseCode> data(const Head& head, QByteArrayView frame, QByteArray& frames);
    bool mayControl(qint64 now);

    const FrameRules& m_rules;
    QByteArray m_partial; // the beginning of a frame
    QByteArray m_message; // of which the last fragment has not come
    qint64 m_fragments = 0;
    bool m_isFragmented = false;
    bool m_isOver = false;
    quint64 m_finished = 0;  // messages and frames
    double m_allowance = -1; // control frames; below 0: none has come yet
    qint64 m_allowedAt = 0;
};

} // namespace parlance
