#include "desktop/keychainstore.h"

#include <qt6keychain/keychain.h>

namespace parlance::client {

namespace {

/// Nothing where the job was done, or where there was nothing to do it on.
std::optional<Error> keychainProblem(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return std::nullopt;
    case QKeychain::AccessDeniedByUser:
        return Error{ErrorCode::Forbidden, KeychainStore::tr("The keyring stays locked"), {}};
    default:
        return Error{
            ErrorCode::Internal, KeychainStore::tr("The keyring cannot be used: %1").arg(job.errorString()), {}};
    }
}

/// The job is nobody's child and deletes itself: QtKeychain's calls into libsecret cannot be taken back and would come
/// to a job that is gone.
void start(std::unique_ptr<QKeychain::Job> job, const QString& key, const QObject& asker,
           Callback<void(QKeychain::Job&)> done)
{
    job->setKey(key);
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    QObject::connect(job.get(), &QKeychain::Job::finished, &asker,
                     [done = std::move(done)](QKeychain::Job* finished) mutable { done(*finished); });
    job.release()->start();
}

} // namespace

KeychainStore::KeychainStore(const QString& service)
    : m_service(service)
{}

void KeychainStore::load(const QString& key, Callback<void(Result<QString>)> done)
{
    start(std::make_unique<QKeychain::ReadPasswordJob>(m_service), key, *this,
          [done = std::move(done)](QKeychain::Job& job) mutable {
              if (auto problem = keychainProblem(job))
                  done(*std::move(problem));
              else
                  done(static_cast<QKeychain::ReadPasswordJob&>(job).textData());
          });
}

void KeychainStore::save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done)
{
    auto job = std::make_unique<QKeychain::WritePasswordJob>(m_service);
    job->setTextData(secret);
    start(std::move(job), key, *this,
          [done = std::move(done)](QKeychain::Job& finished) mutable { done(keychainProblem(finished)); });
}

void KeychainStore::remove(const QString& key, Callback<void(std::optional<Error>)> done)
{
    start(std::make_unique<QKeychain::DeletePasswordJob>(m_service), key, *this,
          [done = std::move(done)](QKeychain::Job& finished) mutable { done(keychainProblem(finished)); });
}

} // namespace parlance::client
