#include "base/wheeltimer.h"
#include "desktop/singleinstance.h"

#include <QCoreApplication>

#include <cstdio>

/// A program of which there is one, for the tests: says what it is, and as the first, what the others want of it.
/// usage: parlance-instance FOLDER PROFILE TOKEN [LINK...]
namespace parlance::client {

namespace {

void say(const QString& line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

int run(const QStringList& arguments)
{
    const SystemClock clock;
    DeadlineWheel wheel(clock);
    const WheelTimer timer(wheel);
    SingleInstance instance(wheel, arguments.at(1), arguments.at(2));
    QObject::connect(&instance, &SingleInstance::raised, [](const RaiseRequest& request) {
        say(QStringLiteral("raised [%1] %2").arg(request.activationToken, request.links.join(QLatin1Char(' '))));
    });
    instance.start({arguments.mid(4), arguments.at(3)}, [](const Result<SingleInstance::Outcome>& outcome) {
        if (!outcome)
            say(outcome.error().message);
        else if (*outcome == SingleInstance::Outcome::First)
            return say(QStringLiteral("first"));
        else
            say(*outcome == SingleInstance::Outcome::HandedOver ? QStringLiteral("handed over")
                                                                : QStringLiteral("not answering"));
        QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

} // namespace

} // namespace parlance::client

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    return parlance::client::run(QCoreApplication::arguments());
}
