#pragma once

#include "metrics/histogram.h"

#include <QByteArray>

#include <initializer_list>
#include <utility>

namespace parlance {

/// Writes metrics as Prometheus reads them: its text format, version 0.0.4. A family's samples follow its head; names
/// and labels are the code's own and right, values of labels may be any text.
class Exposition final {
  public:
    using Labels = std::initializer_list<std::pair<const char*, QByteArray>>;

    static QByteArray contentType() { return QByteArrayLiteral("text/plain; version=0.0.4; charset=utf-8"); }

    /// What only grows; its name ends in _total.
    void counter(const char* name, const char* help) { head(name, "counter", help); }
    void counter(const char* name, const char* help, double value);

    void gauge(const char* name, const char* help) { head(name, "gauge", help); }
    void gauge(const char* name, const char* help, double value);

    /// One value of the family whose head was written last.
    void sample(Labels labels, double value);

    /// In seconds.
    void histogram(const char* name, const char* help, const Histogram& histogram);

    QByteArray take() { return std::move(m_text); }

  private:
    void head(const char* name, const char* type, const char* help);
    void line(const QByteArray& name, Labels labels, double value);

    QByteArray m_text;
    QByteArray m_family;
};

} // namespace parlance
