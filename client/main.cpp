#include "app/commandline.h"
#include "app/launch.h"

#include <QApplication>

int main(int argc, char** argv)
{
    using namespace parlance::client;
    if (const auto code = answerWithoutWindow(argc, argv))
        return *code;
    const QApplication app(argc, argv);
    Launch launch(readCommandLine());
    launch.start();
    return QApplication::exec();
}
