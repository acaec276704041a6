// parlance-shots FOLDER [PART OF A PICTURE'S NAME]: pictures of every state of the desktop app, light and dark, wide
// and narrow, and from right to left. With QT_SCALE_FACTOR=2 they are twice as sharp and called so. On an X server, two
// of a real window, as the screen shows it.
#include "ui/look/style.h"
#include "ui/states.h"

#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QScreen>

#include <cstdio>

using namespace parlance::test;
using parlance::client::Style;

namespace {

struct Variant {
    const char* name = "";
    bool isDark = false;
    bool isMirrored = false;
    int width = 1'080;
    int height = 720;
};

void prepare(Stage& stage, const Variant& variant)
{
    stage.look.setDark(variant.isDark);
    QApplication::setStyle(new Style(stage.look)); // which owns it
    QApplication::setPalette(paletteFor(stage.look.theme()));
    QApplication::setFont(stage.look.font());
    stage.window->resize(variant.width, variant.height);
    stage.settle();
}

/// The windows above one another; a platform without a window manager does not centre dialogs.
QImage picture()
{
    const std::vector<QWidget*> windows = shownWindows();
    QImage image;
    for (QWidget* each : windows) {
        const QPixmap shot = each->grab();
        if (image.isNull()) {
            image = shot.toImage();
            continue;
        }
        QPainter painter(&image);
        const QSize whole = image.size() / image.devicePixelRatio();
        QPoint at((whole.width() - each->width()) / 2, (whole.height() - each->height()) / 3);
        if (each->windowType() == Qt::Popup)
            at = each->pos() - windows.front()->pos();
        painter.fillRect(QRect(at, each->size()).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 60));
        painter.drawPixmap(at, shot);
    }
    return image;
}

/// For the README: what is on a real screen.
int takeScreen(const QDir& folder)
{
    for (const Variant& variant : {Variant{"light"}, Variant{"dark", true}}) {
        Stage stage(true);
        prepare(stage, variant);
        const auto busy = std::ranges::find(states(), QStringLiteral("busy-room"), &State::name);
        busy->make(stage);
        stage.window->move(0, 0);
        stage.settle();
        QScreen* screen = stage.window->screen();
        const QRect frame = stage.window->geometry();
        const QPoint corner(frame.width() - 20, frame.height() - 20); // of the members' panel, which is one colour
        const QRgb wanted = stage.window->grab().toImage().pixel(corner);
        QImage seen;
        const bool isDrawn = QTest::qWaitFor([&] { // the X server tells nobody when it has drawn something
            seen = screen->grabWindow(0, 0, 0, frame.width(), frame.height()).toImage();
            return seen.pixel(corner) == wanted;
        });
        if (!isDrawn)
            qFatal("the window does not come to the screen");
        seen.save(folder.filePath(QStringLiteral("window-%1.png").arg(QLatin1String(variant.name))));
    }
    std::printf("2 pictures of a real window in %s\n", qPrintable(folder.path()));
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    if (argc < 2) {
        std::fputs("usage: parlance-shots FOLDER [PART OF A NAME]\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(QStringLiteral("."));
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    if (QGuiApplication::platformName() == QStringLiteral("xcb"))
        return takeScreen(folder);
    const QString scale = qgetenv("QT_SCALE_FACTOR") == "2" ? QStringLiteral("-double") : QString();
    int taken = 0;
    for (const Variant& variant : {Variant{"light"}, Variant{"dark", true}, Variant{"narrow", false, false, 360},
                                   Variant{"mirrored", false, true}, Variant{"wide", false, false, 1'400, 900}}) {
        QApplication::setLayoutDirection(variant.isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
        for (const State& state : states()) {
            const QString name = QStringLiteral("%1-%2%3.png").arg(state.name, QLatin1String(variant.name), scale);
            if (!name.contains(only))
                continue;
            Stage stage(state.talks);
            prepare(stage, variant);
            state.make(stage);
            stage.settle();
            picture().save(folder.filePath(name));
            ++taken;
        }
    }
    std::printf("%d pictures in %s\n", taken, qPrintable(folder.path()));
    return 0;
}
