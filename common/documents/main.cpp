#include "documents/schema.h"
#include "documents/tables.h"

#include <QFile>

#include <cstdio>

namespace {

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == content)
        return true; // untouched files keep their time
    file.close();
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
}

int fail(const QString& what)
{
    std::fprintf(stderr, "protocolgen: %s\n", qPrintable(what));
    return 1;
}

} // namespace

/// protocolgen ROOT: writes common/protocol.schema.json and the generated parts of common/PROTOCOL.md anew.
int main(int argc, char** argv)
{
    if (argc != 2)
        return fail(QStringLiteral("usage: protocolgen ROOT"));
    const QString root = QString::fromLocal8Bit(argv[1]);
    const QString page = root + QStringLiteral("/common/PROTOCOL.md");
    QFile file(page);
    if (!file.open(QIODevice::ReadOnly))
        return fail(page + QStringLiteral(": ") + file.errorString());
    const auto text = parlance::documents::withParts(
        QString::fromUtf8(file.readAll()), parlance::documents::protocolParts(root + QStringLiteral("/tests/golden")));
    if (!text)
        return fail(page + QStringLiteral(": ") + text.error().message);
    if (!write(page, text->toUtf8()) ||
        !write(root + QStringLiteral("/common/protocol.schema.json"), parlance::documents::protocolSchema()))
        return fail(QStringLiteral("cannot write into ") + root + QStringLiteral("/common"));
    return 0;
}
