#pragma once

#include "ports/secretstore.h"

#include <QTest>

namespace parlance::test {

using MaybeError = std::optional<Error>;

/// Waits for a secret store's answer. Nothing: it has answered from inside the call, or never.
inline std::optional<Result<QString>> loadFrom(client::SecretStore& store, const QString& key)
{
    std::optional<Result<QString>> answer;
    store.load(key, [&answer](Result<QString> found) { answer.emplace(std::move(found)); });
    if (answer || !QTest::qWaitFor([&answer] { return answer.has_value(); }))
        return std::nullopt;
    return answer;
}

inline std::optional<MaybeError> saveIn(client::SecretStore& store, const QString& key, const QString& secret)
{
    std::optional<MaybeError> answer;
    store.save(key, secret, [&answer](MaybeError problem) { answer.emplace(std::move(problem)); });
    if (answer || !QTest::qWaitFor([&answer] { return answer.has_value(); }))
        return std::nullopt;
    return answer;
}

inline std::optional<MaybeError> removeFrom(client::SecretStore& store, const QString& key)
{
    std::optional<MaybeError> answer;
    store.remove(key, [&answer](MaybeError problem) { answer.emplace(std::move(problem)); });
    if (answer || !QTest::qWaitFor([&answer] { return answer.has_value(); }))
        return std::nullopt;
    return answer;
}

/// The secret, or what kept it from us, or that there was no answer.
inline QString textOf(const std::optional<Result<QString>>& answer)
{
    if (!answer)
        return QStringLiteral("(no answer from the event loop)");
    return *answer ? **answer : QStringLiteral("(error) ") + answer->error().message;
}

inline bool isDone(const std::optional<MaybeError>& answer)
{
    return answer && !*answer;
}

inline QString textOf(const std::optional<MaybeError>& answer)
{
    if (!answer)
        return QStringLiteral("(no answer from the event loop)");
    return *answer ? (*answer)->message : QString();
}

} // namespace parlance::test
