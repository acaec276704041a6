#include "cli/run.h"

#include "app/logformat.h"
#include "app/output.h"
#include "cli/parse.h"
#include "net/eventloop.h"

#include <QCoreApplication>

#include <cstdio>

namespace parlance::cli {

namespace {

/// A full disk, or a pipe that nobody reads: what was asked for is not there then.
bool isAllPrinted()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

int perform(int argc, char** argv, const Seams& seams)
{
    installLogFormat(logFormat(QStringLiteral("auto")));
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    auto parsed = parse(arguments);
    if (const auto* exit = std::get_if<Exit>(&parsed)) {
        print(exit->code == 0 ? stdout : stderr, exit->text);
        return exit->code;
    }
    prepareLoop();
    const QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parlanced"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLANCE_VERSION));
    auto& invocation = std::get<Invocation>(parsed);
    invocation.seams = seams;
    return invocation.command->run(invocation);
}

} // namespace

int run(int argc, char** argv, const Seams& seams)
{
    const int code = perform(argc, argv, seams);
    if (code == 0 && !isAllPrinted())
        return fail(exitEnvironment, QStringLiteral("the output cannot be written"));
    return code;
}

} // namespace parlance::cli
