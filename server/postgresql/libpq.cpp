#include "postgresql/libpq.h"

#include <QLibrary>

namespace parlance {

namespace {

constexpr int interfaceVersion = 5; // libpq.so.5, since 2006

Libpq load()
{
    Libpq functions;
    QLibrary library(QStringLiteral("pq"), interfaceVersion);
    bool isWhole = library.load();
#define PARLANCE_RESOLVE(name)                                                                                         \
    functions.name = reinterpret_cast<decltype(functions.name)>(isWhole ? library.resolve(#name) : nullptr);           \
    isWhole = isWhole && functions.name;
    PARLANCE_LIBPQ(PARLANCE_RESOLVE)
#undef PARLANCE_RESOLVE
    if (!isWhole)
        functions.problem = QStringLiteral("libpq cannot be loaded (%1). Install PostgreSQL's client library, on "
                                           "Debian the package libpq5")
                                .arg(library.errorString());
    return functions;
}

} // namespace

const Libpq& libpq()
{
    static const Libpq loaded = load();
    return loaded;
}

} // namespace parlance
