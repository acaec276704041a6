#include "cli/setupanswers.h"

#include "app/hosts.h"
#include "app/output.h"
#include "cli/questions.h"

#include <QRandomGenerator>

namespace parlance::cli {

namespace {

const QString thisMachine = QStringLiteral("127.0.0.1");

/// Eighty bits, in letters and digits that nobody takes for another.
QString generatedPassword()
{
    const QString letters = QStringLiteral("abcdefghijkmnpqrstuvwxyz23456789");
    QString password;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0)
            password += u'-';
        password += letters[QRandomGenerator::system()->bounded(int(letters.size()))];
    }
    return password;
}

void askWhoComesIn(Questions& questions, Answers& answers)
{
    const int choice =
        questions.choose(QStringLiteral("Who may come in?"), {QStringLiteral("who has a password; make one up"),
                                                              QStringLiteral("who has a password; I choose it"),
                                                              QStringLiteral("everybody who can reach the server")});
    answers.isGenerated = choice == 0;
    answers.isOpen = choice == 2;
    while (!questions.isOver() && !answers.saysWhoComesIn()) {
        const QString password = questions.secret(QStringLiteral("Password (not shown)"));
        if (const QString problem = passwordProblem(password); !problem.isEmpty())
            print(stdout, problem + u'\n');
        else if (questions.secret(QStringLiteral("The same again")) != password)
            print(stdout, QStringLiteral("That was another one\n"));
        else
            answers.password = password;
    }
}

void askForTls(Questions& questions, Answers& answers)
{
    const int choice = questions.choose(QStringLiteral("How is what people write kept from being read on its way?"),
                                        {QStringLiteral("a proxy in front (nginx, Caddy, HAProxy) speaks HTTPS"),
                                         QStringLiteral("the server speaks HTTPS itself; I have a certificate"),
                                         QStringLiteral("not at all: I trust the network")});
    answers.tls = std::array{Answers::Tls::Proxy, Answers::Tls::Certificate, Answers::Tls::None}.at(size_t(choice));
}

void askForHosts(Questions& questions, Answers& answers, const Settings& before)
{
    const QString none = QStringLiteral("none");
    const QString known = hostsFrom(Settings()).join(QLatin1String(", "));
    print(stdout,
          QStringLiteral("By which names will browsers reach the server, besides addresses and %1?\n").arg(known));
    const QString kept = before.hosts.isEmpty() ? none : before.hosts.join(u',');
    const QString said = questions.line(QStringLiteral("Names, separated by commas"), kept);
    answers.hosts = said == none ? QString() : said;
}

} // namespace

QString passwordProblem(const QString& password)
{
    constexpr qsizetype shortest = 8; // characters; one address may guess a few times a minute, many may more often
    return password.size() < shortest
               ? QStringLiteral("a password has at least %1 characters; --generate-password makes a good one up")
                     .arg(shortest)
               : QString();
}

Answers answersFromFlags(const Invocation& invocation)
{
    Answers answers;
    if (invocation.isSet("--reach"))
        answers.reach =
            invocation.value("--reach") == QLatin1String("here") ? Answers::Reach::Here : Answers::Reach::Others;
    answers.isOpen = invocation.isSet("--open");
    answers.isGenerated = invocation.isSet("--generate-password");
    answers.password = invocation.value("--password");
    const QString tls = invocation.value("--tls");
    if (!tls.isEmpty()) {
        answers.tls = tls == QLatin1String("proxy")         ? Answers::Tls::Proxy
                      : tls == QLatin1String("certificate") ? Answers::Tls::Certificate
                                                            : Answers::Tls::None;
    }
    answers.certificate = invocation.value("--certificate");
    answers.key = invocation.value("--key");
    if (invocation.isSet("--hosts"))
        answers.hosts = invocation.value("--hosts");
    return answers;
}

QStringList missingFlags(const Answers& answers)
{
    QStringList flags;
    if (answers.reach == Answers::Reach::Unsaid)
        flags += QStringLiteral("--reach");
    if (answers.reach != Answers::Reach::Here) {
        if (!answers.saysWhoComesIn())
            flags += QStringLiteral("--password, --generate-password or --open");
        if (answers.tls == Answers::Tls::Unsaid)
            flags += QStringLiteral("--tls");
    }
    if (answers.tls == Answers::Tls::Certificate && answers.certificate.isEmpty())
        flags += QStringLiteral("--certificate");
    if (answers.tls == Answers::Tls::Certificate && answers.key.isEmpty())
        flags += QStringLiteral("--key");
    return flags;
}

bool askForMissing(Answers& answers, const Settings& before)
{
    Questions questions;
    if (answers.reach == Answers::Reach::Unsaid) {
        const int choice = questions.choose(
            QStringLiteral("Who should be able to reach the server?"),
            {QStringLiteral("this machine only"), QStringLiteral("others, in a local network or over the internet")});
        answers.reach = choice == 0 ? Answers::Reach::Here : Answers::Reach::Others;
    }
    if (answers.reach == Answers::Reach::Others && !answers.saysWhoComesIn())
        askWhoComesIn(questions, answers);
    if (answers.reach == Answers::Reach::Others && answers.tls == Answers::Tls::Unsaid)
        askForTls(questions, answers);
    while (!questions.isOver() && answers.tls == Answers::Tls::Certificate && answers.certificate.isEmpty())
        answers.certificate = questions.line(QStringLiteral("File of the certificate (PEM)"));
    while (!questions.isOver() && answers.tls == Answers::Tls::Certificate && answers.key.isEmpty())
        answers.key = questions.line(QStringLiteral("File of its key (PEM)"));
    if (answers.reach == Answers::Reach::Others && answers.tls == Answers::Tls::None && !answers.hosts)
        askForHosts(questions, answers, before);
    return !questions.isOver();
}

void takeOver(const Answers& answers, Settings& settings)
{
    const bool isDirect = answers.reach == Answers::Reach::Others && answers.tls != Answers::Tls::Proxy;
    settings.listenAddress = isDirect ? QStringLiteral("0.0.0.0") : thisMachine;
    settings.password = answers.isGenerated ? generatedPassword() : answers.password;
    settings.isOpen = answers.isOpen;
    const bool hasCertificate = answers.tls == Answers::Tls::Certificate;
    settings.certificate = hasCertificate ? answers.certificate : QString();
    settings.key = hasCertificate ? answers.key : QString();
    if (answers.tls == Answers::Tls::Proxy)
        settings.trustedProxies = {thisMachine};
    else
        settings.trustedProxies.clear();
}

} // namespace parlance::cli
