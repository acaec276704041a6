#include "net/framegate.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

enum Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

constexpr qsizetype maskLength = 4;
constexpr quint64 longestControl = 125; // RFC 6455, 5.5

/// QWebSocket 6.4 takes one from the start of a text, where it is a character like any other (RFC 6455, 5.6; RFC 3629,
/// 6). It leaves the second.
const QByteArray byteOrderMark = QByteArrayLiteral("\xEF\xBB\xBF");

bool isControl(quint8 opcode)
{
    return (opcode & 0x08) != 0;
}

bool isKnown(quint8 opcode)
{
    return opcode <= Binary || (opcode >= Close && opcode <= Pong);
}

/// Registered with IANA after RFC 6455; QWebSocket 6.4 calls them a protocol error.
bool isUnknownToQt(quint16 closeCode)
{
    return closeCode >= 1012 && closeCode <= 1014;
}

void appendUnmasked(QByteArray& to, QByteArrayView payload, const std::array<char, maskLength>& mask)
{
    const qsizetype start = to.size();
    to.resize(start + payload.size());
    char* out = to.data() + start;
    for (qsizetype i = 0; i < payload.size(); ++i)
        out[i] = char(payload[i] ^ mask[size_t(i % maskLength)]);
}

bool startsWithMark(QByteArrayView payload, const std::array<char, maskLength>& mask)
{
    if (payload.size() < byteOrderMark.size())
        return false;
    for (qsizetype i = 0; i < byteOrderMark.size(); ++i) {
        if (char(payload[i] ^ mask[size_t(i)]) != byteOrderMark[i])
            return false;
    }
    return true;
}

/// A whole frame, as a client sends it, masked with zeros: that is, not changed.
void appendFrame(QByteArray& to, quint8 opcode, QByteArrayView payload)
{
    to.append(char(0x80 | opcode));
    if (payload.size() < 126) {
        to.append(char(0x80 | payload.size()));
    } else if (payload.size() <= 0xFFFF) {
        const auto length = qToBigEndian(quint16(payload.size()));
        to.append(char(0x80 | 126)).append(QByteArrayView(reinterpret_cast<const char*>(&length), sizeof length));
    } else {
        const auto length = qToBigEndian(quint64(payload.size()));
        to.append(char(0x80 | 127)).append(QByteArrayView(reinterpret_cast<const char*>(&length), sizeof length));
    }
    to.append(maskLength, '\0').append(payload);
}

} // namespace

struct FrameGate::Head {
    bool isFinal = false;
    quint8 reserved = 0;
    quint8 opcode = 0;
    bool isMasked = false;
    bool isMinimal = true; // the length is written in as few bytes as possible
    quint64 payload = 0;
    qsizetype length = 0; // of the head itself
    std::array<char, maskLength> mask{};

    /// Nothing: more bytes are needed.
    static std::optional<Head> read(QByteArrayView bytes)
    {
        if (bytes.size() < 2)
            return std::nullopt;
        Head head;
        const auto first = quint8(bytes[0]);
        const auto second = quint8(bytes[1]);
        head.isFinal = (first & 0x80) != 0;
        head.reserved = first & 0x70;
        head.opcode = first & 0x0F;
        head.isMasked = (second & 0x80) != 0;
        head.payload = second & 0x7F;
        const qsizetype extended = head.payload == 126 ? 2 : head.payload == 127 ? 8 : 0;
        head.length = 2 + extended + (head.isMasked ? maskLength : 0);
        if (bytes.size() < head.length)
            return std::nullopt;
        if (extended == 2) {
            head.payload = qFromBigEndian<quint16>(bytes.data() + 2);
            head.isMinimal = head.payload > 125;
        } else if (extended == 8) {
            head.payload = qFromBigEndian<quint64>(bytes.data() + 2);
            head.isMinimal = head.payload > 0xFFFF && head.payload >> 63 == 0;
        }
        if (head.isMasked)
            std::copy_n(bytes.data() + 2 + extended, maskLength, head.mask.begin());
        return head;
    }
};

quint64 FrameGate::unfinished() const
{
    return m_isFragmented || !m_partial.isEmpty() ? m_finished + 1 : 0;
}

std::optional<CloseCode> FrameGate::take(QByteArrayView bytes, qint64 now, QByteArray& frames)
{
    if (m_isOver)
        return std::nullopt;
    const QByteArray joined = m_partial.isEmpty() ? QByteArray() : std::exchange(m_partial, {}).append(bytes);
    QByteArrayView rest = joined.isEmpty() ? bytes : QByteArrayView(joined);
    bool isComplete = true;
    while (isComplete && !rest.isEmpty() && !m_isOver) {
        if (const auto error = next(rest, now, frames, isComplete)) {
            m_isOver = true;
            m_message = {};
            return error;
        }
    }
    if (!m_isOver)
        m_partial = rest.toByteArray();
    return std::nullopt;
}

std::optional<CloseCode> FrameGate::next(QByteArrayView& bytes, qint64 now, QByteArray& frames, bool& isComplete)
{
    const auto head = Head::read(bytes);
    isComplete = false;
    if (!head)
        return std::nullopt;
    if (const auto refused = violation(*head))
        return refused;
    const qsizetype length = head->length + qsizetype(head->payload);
    if (bytes.size() < length)
        return std::nullopt;
    isComplete = true;
    const QByteArrayView frame = bytes.first(length);
    bytes = bytes.sliced(length);
    return isControl(head->opcode) ? control(*head, frame, now, frames) : data(*head, frame, frames);
}

std::optional<CloseCode> FrameGate::violation(const Head& head) const
{
    if (head.reserved != 0 || !isKnown(head.opcode) || !head.isMasked || !head.isMinimal)
        return CloseCode::ProtocolError;
    if (isControl(head.opcode)) {
        const bool isRight = head.isFinal && head.payload <= longestControl;
        return isRight ? std::nullopt : std::optional(CloseCode::ProtocolError);
    }
    if ((head.opcode == Continuation) != m_isFragmented)
        return CloseCode::ProtocolError;
    if (head.opcode == Binary)
        return CloseCode::Unsupported;
    if (head.payload > quint64(m_rules.frame - m_message.size()))
        return CloseCode::TooBig;
    const bool hasFragments = m_isFragmented || !head.isFinal;
    if (hasFragments && m_rules.fragments > 0 && m_fragments == m_rules.fragments)
        return CloseCode::PolicyViolation;
    return std::nullopt;
}

std::optional<CloseCode> FrameGate::control(const Head& head, QByteArrayView frame, qint64 now, QByteArray& frames)
{
    if (!m_isFragmented)
        ++m_finished;
    if (head.opcode != Close) {
        if (!mayControl(now))
            return CloseCode::PolicyViolation;
        frames.append(frame);
        return std::nullopt;
    }
    m_isOver = true;
    QByteArray payload;
    appendUnmasked(payload, frame.sliced(head.length), head.mask);
    if (payload.size() >= 2 && isUnknownToQt(qFromBigEndian<quint16>(payload.constData())))
        payload.replace(0, 2, "\x03\xE8"); // 1000: the answer may be any code (5.5.1)
    appendFrame(frames, Close, payload);
    return std::nullopt;
}

std::optional<CloseCode> FrameGate::data(const Head& head, QByteArrayView frame, QByteArray& frames)
{
    const QByteArrayView payload = frame.sliced(head.length);
    if (head.isFinal && !m_isFragmented && !startsWithMark(payload, head.mask)) {
        ++m_finished;
        frames.append(frame);
        return std::nullopt;
    }
    m_isFragmented = !head.isFinal;
    ++m_fragments;
    appendUnmasked(m_message, payload, head.mask);
    if (m_isFragmented)
        return std::nullopt;
    ++m_finished;
    m_fragments = 0;
    const QByteArray text = std::exchange(m_message, {});
    appendFrame(frames, Text, text.startsWith(byteOrderMark) ? byteOrderMark + text : text);
    return std::nullopt;
}

bool FrameGate::mayControl(qint64 now)
{
    if (m_rules.controls == 0)
        return true;
    const double most = 2.0 * double(m_rules.controls);
    const double earned = double(now - m_allowedAt) * double(m_rules.controls) / 1'000;
    m_allowance = m_allowance < 0 ? most : std::min(most, m_allowance + earned);
    m_allowedAt = now;
    if (m_allowance < 1)
        return false;
    m_allowance -= 1;
    return true;
}

} // namespace parlance
