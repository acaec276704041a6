#include "app/commandline.h"
#include "app/driver/hands.h"
#include "app/driver/screen.h"
#include "app/launch.h"
#include "support/linereader.h"

#include <QApplication>
#include <QJsonDocument>

#include <cstdio>
#include <unistd.h>

/// The app as it is, sat at by a program: one JSON object for each line, {"do": "see | click | menu | type | press |
/// minimize", "name": …, "text": …}; each is answered by one line, {"problem": …} where it cannot be done. The end of
/// the input ends the app.
namespace parlance::test {

namespace {

QJsonObject obey(const QJsonObject& wish)
{
    const QString what = wish[QStringLiteral("do")].toString();
    const QString name = wish[QStringLiteral("name")].toString();
    const QString text = wish[QStringLiteral("text")].toString();
    if (what == QStringLiteral("see"))
        return seen();
    QString problem = QStringLiteral("there is no “%1” to do").arg(what);
    if (what == QStringLiteral("click"))
        problem = click(name, text);
    else if (what == QStringLiteral("menu"))
        problem = openMenu(name, text);
    else if (what == QStringLiteral("type"))
        problem = type(text);
    else if (what == QStringLiteral("press"))
        problem = press(text);
    else if (what == QStringLiteral("minimize"))
        problem = minimize();
    return problem.isEmpty() ? QJsonObject() : QJsonObject{{QStringLiteral("problem"), problem}};
}

} // namespace

} // namespace parlance::test

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    parlance::client::Launch launch(parlance::client::readCommandLine());
    const parlance::console::LineReader input(
        STDIN_FILENO,
        [](const QByteArray& line) {
            std::puts(QJsonDocument(parlance::test::obey(QJsonDocument::fromJson(line).object()))
                          .toJson(QJsonDocument::Compact)
                          .constData());
            std::fflush(stdout);
        },
        [] { QApplication::quit(); });
    launch.start();
    return QApplication::exec();
}
