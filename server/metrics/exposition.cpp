#include "metrics/exposition.h"

#include <cmath>

namespace parlance {

namespace {

constexpr double microsecond = 1e-6; // s

QByteArray escaped(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"");
}

/// Whole numbers without an exponent, up to what a double holds exactly.
QByteArray valueText(double value)
{
    constexpr double exact = 9'007'199'254'740'992.0; // 2^53
    if (std::trunc(value) == value && std::abs(value) <= exact)
        return QByteArray::number(qint64(value));
    return QByteArray::number(value, 'g', 12);
}

} // namespace

void Exposition::head(const char* name, const char* type, const char* help)
{
    m_family = name;
    m_text += "# HELP " + m_family + ' ' + help + "\n# TYPE " + m_family + ' ' + type + '\n';
}

void Exposition::line(const QByteArray& name, Labels labels, double value)
{
    m_text += name;
    char before = '{';
    for (const auto& [label, text] : labels) {
        m_text += before + QByteArray(label) + "=\"" + escaped(text) + '"';
        before = ',';
    }
    if (labels.size() > 0)
        m_text += '}';
    m_text += ' ' + valueText(value) + '\n';
}

void Exposition::counter(const char* name, const char* help, double value)
{
    counter(name, help);
    sample({}, value);
}

void Exposition::gauge(const char* name, const char* help, double value)
{
    gauge(name, help);
    sample({}, value);
}

void Exposition::sample(Labels labels, double value)
{
    line(m_family, labels, value);
}

void Exposition::histogram(const char* name, const char* help, const Histogram& histogram)
{
    head(name, "histogram", help);
    quint64 count = 0;
    for (size_t i = 0; i < Histogram::bounds.size(); ++i) {
        count += histogram.buckets()[i];
        line(m_family + "_bucket", {{"le", valueText(double(Histogram::bounds[i]) * microsecond)}}, double(count));
    }
    count += histogram.buckets().back();
    line(m_family + "_bucket", {{"le", "+Inf"}}, double(count));
    line(m_family + "_sum", {}, double(histogram.sum()) * microsecond);
    line(m_family + "_count", {}, double(count));
}

} // namespace parlance
