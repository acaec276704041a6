// bench_barewindow: the least that a QWidgets program can be: a window of one colour. The peer of the desktop app's
// start.
#include <QApplication>
#include <QWidget>

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    QWidget window;
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0xd9, 0xee, 0xe7)); // the app's own bubbles: what desktop.mjs looks for
    window.setPalette(palette);
    window.resize(1'000, 700);
    window.show();
    return QApplication::exec();
}
