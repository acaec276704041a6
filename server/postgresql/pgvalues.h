#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace parlance {

/// One array parameter in PostgreSQL's text form, `{"a","b",NULL}`. A column of a statement that writes many rows.
class PgArray {
  public:
    void add(qint64 value) { addPlain(QByteArray::number(value)); }
    void add(int value) { add(qint64(value)); }
    void add(const QByteArray& text);
    void add(const QString& text) { add(text.toUtf8()); }
    template <class T>
    void add(const std::optional<T>& value)
    {
        if (value)
            add(*value);
        else
            addPlain("NULL");
    }

    bool isEmpty() const { return m_items.isEmpty(); }
    void clear() { m_items.clear(); }
    QByteArray text() const { return '{' + m_items + '}'; }

  private:
    void addPlain(const QByteArray& text);

    QByteArray m_items;
};

/// The values for the places $1, $2 ... of a statement, in PostgreSQL's text form.
class PgParameters {
  public:
    void add(qint64 value) { m_values.emplace_back(QByteArray::number(value)); }
    void add(int value) { add(qint64(value)); }
    void add(const QByteArray& text) { m_values.emplace_back(text); }
    void add(const QString& text) { add(text.toUtf8()); }
    void add(const PgArray& array) { add(array.text()); }
    template <class T>
    void add(const std::optional<T>& value)
    {
        if (value)
            add(*value);
        else
            m_values.emplace_back(std::nullopt);
    }

    int count() const { return int(m_values.size()); }
    std::vector<const char*> pointers() const;

  private:
    std::vector<std::optional<QByteArray>> m_values;
};

} // namespace parlance
