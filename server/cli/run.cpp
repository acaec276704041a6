#include "cli/run.h"

#include "app/logformat.h"
#include "app/output.h"
#include "cli/parse.h"
#include "net/eventloop.h"

#include <QCoreApplication>

namespace parlance::cli {

int run(int argc, char** argv, const Seams& seams)
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

} // namespace parlance::cli
