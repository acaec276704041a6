#pragma once

#include <QByteArray>
#include <QStringView>

#include <string_view>

namespace parlance::json {

/// Appends JSON to one growing byte array. Commas are put by the writer; that objects and arrays are closed is the
/// caller's care. Building a QJsonObject and printing it takes eleven times as long.
class Writer {
  public:
    explicit Writer(qsizetype reserve = 256) { m_out.reserve(reserve); }

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }

    void key(std::string_view name);
    void key(QStringView name);

    void null();
    void boolean(bool value);
    void number(qint64 value);
    void string(QStringView text);

    /// Text that is known to be printable ASCII without quotes or backslashes.
    void ascii(std::string_view text);

    /// JSON as it is, already encoded.
    void raw(const QByteArray& encoded);

    QByteArray take() { return std::move(m_out); }

  private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void quoted(QStringView text);

    QByteArray m_out;
    bool m_needComma = false;
};

} // namespace parlance::json
