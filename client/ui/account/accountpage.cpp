#include "ui/account/accountpage.h"

#include "protocol/limits.h"

#include <QCoreApplication>
#include <QSysInfo>

namespace parlance::client {

namespace {

struct AccountPage {
    Q_DECLARE_TR_FUNCTIONS(AccountPage)
};

} // namespace

QString pageAddress(const QUrl& url)
{
    QUrl page = url;
    page.setScheme(url.scheme() == QLatin1String("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    QString path = page.path();
    if (path.endsWith(QLatin1String("/ws")))
        path.chop(3);
    page.setPath(path);
    const QString text = page.toString(QUrl::FullyEncoded);
    return text.endsWith(u'/') ? text.chopped(1) : text;
}

QString deviceName()
{
    return AccountPage::tr("Parlance on %1").arg(QSysInfo::machineHostName()).left(limits::device);
}

} // namespace parlance::client
