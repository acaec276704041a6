#include "json/writer.h"

#include <QChar>

#include <algorithm>

namespace parlance::json {

namespace {

void appendEscape(QByteArray& out, char16_t unit)
{
    switch (unit) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        static constexpr char digits[] = "0123456789abcdef";
        out += "\\u00";
        out += digits[unit >> 4];
        out += digits[unit & 15];
    }
}

void appendUtf8(QByteArray& out, char32_t point)
{
    if (point < 0x800) {
        out += char(0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            out += char(0xe0 | point >> 12);
        } else {
            out += char(0xf0 | point >> 18);
            out += char(0x80 | (point >> 12 & 0x3f));
        }
        out += char(0x80 | (point >> 6 & 0x3f));
    }
    out += char(0x80 | (point & 0x3f));
}

/// How many units at the beginning stand for themselves in JSON, as one byte each.
qsizetype asciiRun(QStringView text)
{
    const auto isAscii = [](QChar c) { return c >= u' ' && c < u'\x80' && c != u'"' && c != u'\\'; };
    return std::ranges::find_if_not(text, isAscii) - text.begin();
}

void appendAscii(QByteArray& out, QStringView run)
{
    const qsizetype at = out.size();
    out.resize(at + run.size());
    std::ranges::transform(run, out.begin() + at, [](QChar c) { return char(c.unicode()); });
}

} // namespace

void Writer::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needComma = false;
}

void Writer::close(char bracket)
{
    m_out += bracket;
    m_needComma = true;
}

void Writer::separate()
{
    if (m_needComma)
        m_out += ',';
    m_needComma = true;
}

void Writer::key(std::string_view name)
{
    ascii(name);
    m_out += ':';
    m_needComma = false;
}

void Writer::key(QStringView name)
{
    string(name);
    m_out += ':';
    m_needComma = false;
}

void Writer::null()
{
    separate();
    m_out += "null";
}

void Writer::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
}

void Writer::number(qint64 value)
{
    separate();
    m_out += QByteArray::number(value);
}

void Writer::string(QStringView text)
{
    separate();
    m_out += '"';
    quoted(text);
    m_out += '"';
}

void Writer::quoted(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (const qsizetype run = asciiRun(text.sliced(i)); run > 0) {
            appendAscii(m_out, text.sliced(i, run));
            i += run - 1;
            continue;
        }
        const char16_t unit = text[i].unicode();
        if (unit < 0x80) {
            appendEscape(m_out, unit);
        } else if (!QChar::isSurrogate(unit)) {
            appendUtf8(m_out, unit);
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            appendUtf8(m_out, QChar::surrogateToUcs4(text[i], text[i + 1]));
            ++i;
        } else {
            appendUtf8(m_out, QChar::ReplacementCharacter); // half a pair: the parser lets none in
        }
    }
}

void Writer::ascii(std::string_view text)
{
    separate();
    m_out += '"';
    m_out.append(text.data(), qsizetype(text.size()));
    m_out += '"';
}

void Writer::raw(const QByteArray& encoded)
{
    separate();
    m_out += encoded;
}

} // namespace parlance::json
