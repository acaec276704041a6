#include "documents/markers.h"

#include <QStringList>

#include <set>

namespace parlance::documents {

namespace {

const QString opening = QStringLiteral("<!-- generated: ");
const QString closing = QStringLiteral(" -->");
const QString end = QStringLiteral("<!-- end -->");

Error wrong(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

} // namespace

Result<QString> withParts(const QString& document, const Parts& parts)
{
    QStringList out;
    std::set<QString> seen;
    bool inside = false;
    for (const QString& line : document.split(u'\n')) {
        if (inside) {
            inside = line != end;
        } else if (line.startsWith(opening) && line.endsWith(closing)) {
            const QString name = line.sliced(opening.size()).chopped(closing.size());
            const auto part = parts.find(name);
            if (part == parts.end())
                return wrong(QStringLiteral("nothing is generated for the marker \"%1\"").arg(name));
            if (!seen.insert(name).second)
                return wrong(QStringLiteral("the marker \"%1\" comes twice").arg(name));
            out << line << QString() << part->second.trimmed() << QString() << end;
            inside = true;
        } else {
            out << line;
        }
    }
    if (inside)
        return wrong(QStringLiteral("a marker without \"%1\"").arg(end));
    for (const auto& [name, text] : parts) {
        if (!seen.contains(name))
            return wrong(QStringLiteral("there is no marker \"%1\"").arg(name));
    }
    return out.join(u'\n');
}

} // namespace parlance::documents
