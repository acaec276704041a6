#include "postgresql/pgvalues.h"

namespace parlance {

void PgArray::addPlain(const QByteArray& text)
{
    if (!m_items.isEmpty())
        m_items += ',';
    m_items += text;
}

/// In quotes, so that no text is taken for NULL, a brace or a comma.
void PgArray::add(const QByteArray& text)
{
    QByteArray quoted;
    quoted.reserve(text.size() + 2);
    quoted += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    addPlain(quoted + '"');
}

std::vector<const char*> PgParameters::pointers() const
{
    std::vector<const char*> pointers;
    pointers.reserve(m_values.size());
    for (const auto& value : m_values)
        pointers.push_back(value ? value->constData() : nullptr);
    return pointers;
}

} // namespace parlance
