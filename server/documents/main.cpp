#include "documents/serverdocuments.h"

#include <cstdio>

/// servergen ROOT: writes what is generated about parlanced anew.
int main(int argc, char** argv)
{
    using namespace parlance::documents;
    if (argc != 2) {
        std::fputs("usage: servergen ROOT\n", stderr);
        return 1;
    }
    const QString failed = writeDocuments(QString::fromLocal8Bit(argv[1]), serverDocuments());
    if (failed.isEmpty())
        return 0;
    std::fprintf(stderr, "servergen: cannot write %s\n", qPrintable(failed));
    return 1;
}
