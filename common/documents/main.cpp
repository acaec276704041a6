#include "documents/files.h"
#include "documents/pagetypes.h"
#include "documents/protocolpage.h"
#include "documents/schema.h"
#include "documents/tables.h"

#include <QFile>

#include <cstdio>

namespace {

int fail(const QString& what)
{
    std::fprintf(stderr, "protocolgen: %s\n", qPrintable(what));
    return 1;
}

} // namespace

/// protocolgen ROOT: writes common/protocol.schema.json, the generated parts of common/PROTOCOL.md,
/// parlance-protocol(7) and the types of the page anew.
int main(int argc, char** argv)
{
    using namespace parlance::documents;
    if (argc != 2)
        return fail(QStringLiteral("usage: protocolgen ROOT"));
    const QString root = QString::fromLocal8Bit(argv[1]);
    const QString page = QStringLiteral("common/PROTOCOL.md");
    QFile file(root + u'/' + page);
    if (!file.open(QIODevice::ReadOnly))
        return fail(file.fileName() + QStringLiteral(": ") + file.errorString());
    const auto text =
        withParts(QString::fromUtf8(file.readAll()), protocolParts(root + QStringLiteral("/tests/golden")));
    if (!text)
        return fail(page + QStringLiteral(": ") + text.error().message);
    file.close();
    const QString failed =
        writeDocuments(root, {{page, text->toUtf8()},
                              {QStringLiteral("common/protocol.schema.json"), protocolSchema()},
                              {QString::fromLatin1(pageTypesPath), pageTypes()},
                              {QStringLiteral("packaging/man/parlance-protocol.7"), protocolPage().toUtf8()}});
    return failed.isEmpty() ? 0 : fail(QStringLiteral("cannot write ") + failed);
}
