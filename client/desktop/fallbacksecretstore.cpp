#include "desktop/fallbacksecretstore.h"

#include "base/logging.h"

namespace parlance::client {

FallbackSecretStore::FallbackSecretStore(std::unique_ptr<SecretStore> keyring, std::unique_ptr<SecretStore> file)
    : m_file(std::move(file))
    , m_keyring(std::move(keyring))
{}

void FallbackSecretStore::choose(const std::optional<Error>& keyringSays)
{
    if (m_choice != Choice::Open || (keyringSays && keyringSays->code == ErrorCode::Forbidden))
        return;
    m_choice = keyringSays ? Choice::File : Choice::Keyring;
    if (keyringSays)
        qCInfo(logApp) << "no keyring, secrets are in a file:" << keyringSays->message;
}

void FallbackSecretStore::load(const QString& key, Callback<void(Result<QString>)> done)
{
    if (m_choice == Choice::File)
        return m_file->load(key, std::move(done));
    m_keyring->load(key, [this, key, done = std::move(done)](Result<QString> found) mutable {
        choose(found ? std::nullopt : std::optional(found.error()));
        if (m_choice == Choice::File || (found && found->isEmpty()))
            m_file->load(key, std::move(done));
        else
            done(std::move(found));
    });
}

void FallbackSecretStore::save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done)
{
    if (m_choice == Choice::File)
        return m_file->save(key, secret, std::move(done));
    m_keyring->save(key, secret, [this, key, secret, done = std::move(done)](std::optional<Error> problem) mutable {
        choose(problem);
        if (m_choice == Choice::File)
            m_file->save(key, secret, std::move(done));
        else if (problem)
            done(std::move(problem));
        else
            forgetInFile(key, std::move(done));
    });
}

/// What the keyring has is saved, whatever becomes of an old one in the file.
void FallbackSecretStore::forgetInFile(const QString& key, Callback<void(std::optional<Error>)> done)
{
    m_file->remove(key, [done = std::move(done)](const std::optional<Error>& problem) mutable {
        if (problem)
            qCWarning(logApp) << "an old secret stays in a file:" << problem->message;
        done(std::nullopt);
    });
}

void FallbackSecretStore::remove(const QString& key, Callback<void(std::optional<Error>)> done)
{
    if (m_choice == Choice::File)
        return m_file->remove(key, std::move(done));
    m_keyring->remove(key, [this, key, done = std::move(done)](std::optional<Error> problem) mutable {
        choose(problem);
        if (problem && m_choice != Choice::File)
            done(std::move(problem));
        else
            m_file->remove(key, std::move(done));
    });
}

} // namespace parlance::client
