#include "ui/notify/appicon.h"

#include <QDir>

/// What is linked statically is not there before it is named, and cannot be named from inside a namespace.
static void takeIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace parlance::client {

namespace {

QIcon builtIn(const QString& name)
{
    takeIcons();
    QIcon icon;
    const QDir sizes(QStringLiteral(":/icons"));
    for (const QString& size : sizes.entryList(QDir::Dirs)) {
        const QString file = sizes.filePath(size + QStringLiteral("/apps/") + name + QStringLiteral(".png"));
        if (QFile::exists(file))
            icon.addFile(file);
    }
    return icon;
}

} // namespace

QIcon appIcon(bool unread)
{
    const QString name =
        unread ? QStringLiteral("chat.parlance.Parlance-unread") : QStringLiteral("chat.parlance.Parlance");
    return QIcon::fromTheme(name, builtIn(name));
}

} // namespace parlance::client
