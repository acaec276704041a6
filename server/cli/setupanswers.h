#pragma once

#include "cli/invocation.h"

#include <optional>

namespace parlance::cli {

/// What setup wants to know.
struct Answers {
    enum class Reach { Unsaid, Here, Others };
    enum class Tls { Unsaid, Certificate, Proxy, None };

    Reach reach = Reach::Unsaid;
    bool isOpen = false;
    bool isGenerated = false; ///< the password
    QString password;
    Tls tls = Tls::Unsaid;
    QString certificate;
    QString key;
    std::optional<QString> hosts; ///< as net.hosts takes them; browsers' names for a server that does not speak HTTPS

    bool saysWhoComesIn() const { return isOpen || isGenerated || !password.isEmpty(); }
};

Answers answersFromFlags(const Invocation& invocation);

/// Why a password will not do, for people; empty: it will.
QString passwordProblem(const QString& password);

/// The flags that would say what is still unsaid.
QStringList missingFlags(const Answers& answers);

/// Asks on the terminal for what is unsaid; `before` is what Enter keeps. False if nobody answers any more.
bool askForMissing(Answers& answers, const Settings& before);

/// Sets what the answers decide; everything else stays as it is.
void takeOver(const Answers& answers, Settings& settings);

} // namespace parlance::cli
