#include "documents/clientdocuments.h"

#include <cstdio>

/// clientgen ROOT: writes what is generated about the desktop app anew.
int main(int argc, char** argv)
{
    using namespace parlance::documents;
    if (argc != 2) {
        std::fputs("usage: clientgen ROOT\n", stderr);
        return 1;
    }
    const QString failed = writeDocuments(QString::fromLocal8Bit(argv[1]), clientDocuments());
    if (failed.isEmpty())
        return 0;
    std::fprintf(stderr, "clientgen: cannot write %s\n", qPrintable(failed));
    return 1;
}
