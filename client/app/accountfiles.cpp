#include "app/accountfiles.h"

#include "base/logging.h"
#include "net/websockettransport.h"
#include "store/damagedcache.h"
#include "store/sqlitecache.h"

#include <QDir>

#include <utility>

namespace parlance::client {

AccountFiles::AccountFiles(QString folder, Preferences& preferences, SecretStore& secrets, DeadlineWheel& wheel)
    : m_folder(std::move(folder))
    , m_preferences(preferences)
    , m_secrets(secrets)
    , m_wheel(wheel)
{}

QString AccountFiles::path(const QString& account) const
{
    return QDir(m_folder).filePath(account + QStringLiteral(".sqlite"));
}

std::unique_ptr<Account> AccountFiles::make(const AccountInfo& info, std::unique_ptr<Cache> cache) const
{
    return std::make_unique<Account>(info, Account::Parts{std::make_unique<WebSocketTransport>(m_wheel),
                                                          std::move(cache), m_wheel, m_secrets, m_preferences});
}

/// The file that marks an account whose cache failed in the last run: it may be damaged where opening does not look.
QString AccountFiles::mark(const QString& account) const
{
    return path(account) + QStringLiteral("-failed");
}

/// Some damage shows when the file is opened, some only when the account reads it.
std::unique_ptr<Account> AccountFiles::open(const AccountInfo& info) const
{
    using Kind = Troubles::Kind;
    QDir().mkpath(m_folder);
    QString putAside;
    if (QFile::remove(mark(info.id)) && isDamagedCache(path(info.id)))
        putAside = putCacheAside(path(info.id), QDateTime::currentDateTime());
    for (;;) {
        auto opened = SqliteCache::open(path(info.id));
        std::optional<Error> problem = opened ? std::nullopt : std::optional(opened.error());
        std::unique_ptr<Account> account;
        if (opened) {
            account = make(info, *std::move(opened));
            problem = account->cacheFault();
        }
        if (problem && putAside.isEmpty() && isDamagedCache(path(info.id))) {
            account.reset(); // which has it open
            putAside = putCacheAside(path(info.id), QDateTime::currentDateTime());
            if (!putAside.isEmpty())
                continue;
        }
        if (problem)
            qCWarning(logClient).noquote() << info.id << "goes on without a cache:" << problem->message;
        if (!account)
            account = make(info, nullptr);
        if (problem)
            account->troubles().report(Kind::CacheUnusable, problem->message);
        if (!putAside.isEmpty())
            account->troubles().report(Kind::CacheReplaced, putAside);
        QObject::connect(&account->troubles(), &Troubles::changed, &account->troubles(),
                         [troubles = &account->troubles(), mark = mark(info.id)] {
                             if (troubles->has(Kind::CacheUnusable))
                                 QFile(mark).open(QFile::WriteOnly);
                         });
        return account;
    }
}

void AccountFiles::remove(const QString& account) const
{
    QDir folder(m_folder);
    const QStringList files = folder.entryList({account + QStringLiteral(".sqlite*")}, QDir::Files);
    for (const QString& file : files)
        folder.remove(file);
}

} // namespace parlance::client
