#include "app/commandline.h"

#include <QApplication>

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    parlance::client::DesktopApp desktop(parlance::client::readCommandLine());
    desktop.start();
    return QApplication::exec();
}
