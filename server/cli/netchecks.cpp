#include "app/endpoint.h"
#include "app/hosts.h"
#include "app/openstore.h"
#include "cli/checks.h"
#include "control/callsocket.h"
#include "control/messages.h"
#include "net/certificate.h"
#include "net/listening.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslSocket>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace parlance::cli {

namespace {

constexpr int patience = 2'000; // ms, for a server on this machine
constexpr int renewal = 14;     // days before the end

const QString portCheck = QStringLiteral("port");
const QString namesCheck = QStringLiteral("names");
const QString certificateCheck = QStringLiteral("certificate");

/// A server holds the lock of its data while it runs.
bool isInUse(const QString& dataFolder)
{
    const QByteArray lock = QFile::encodeName(QDir(dataFolder).filePath(QStringLiteral("parlance.db.lock")));
    const int descriptor = ::open(lock.constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool isTaken = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return isTaken;
}

/// Where a server is reached.
struct Place {
    Endpoint endpoint;
    bool isEncrypted = false;
};

/// Where the server listens that keeps its data here, if one runs and may be asked: options may have given it another
/// port than the settings name.
std::optional<Place> runningAt(const Settings& settings)
{
    auto socket = control::CallSocket::open(controlPath(settings), patience);
    if (!socket)
        return {};
    const auto line = socket->ask(control::encodeLine(control::Describe{}));
    const auto said = line ? control::decodeReply<control::Description>(*line) : line.error();
    const auto endpoint = said ? parseEndpoint(said->listens) : std::nullopt;
    return endpoint ? std::optional(Place{*endpoint, said->isEncrypted}) : std::nullopt;
}

/// Whether what listens there says `ok` at /healthz.
bool answers(const Place& place)
{
    QHostAddress address = place.endpoint.address;
    if (address == QHostAddress(QHostAddress::AnyIPv4))
        address = QHostAddress(QHostAddress::LocalHost);
    else if (address == QHostAddress(QHostAddress::AnyIPv6) || address == QHostAddress(QHostAddress::Any))
        address = QHostAddress(QHostAddress::LocalHostIPv6);
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHost(address, place.endpoint.port);
    if (!socket.waitForConnected(patience))
        return false;
    if (place.isEncrypted) {
        socket.startClientEncryption();
        if (!socket.waitForEncrypted(patience))
            return false;
    }
    socket.write("GET /healthz HTTP/1.1\r\nHost: " + address.toString().toLatin1() + "\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (!answer.contains("\r\n\r\nok") && socket.waitForReadyRead(patience))
        answer += socket.readAll();
    return answer.startsWith("HTTP/1.1 200 ") && answer.contains("\r\n\r\nok");
}

Finding checkPort(const Settings& settings, const Account& account)
{
    const Place named{{QHostAddress(settings.listenAddress), quint16(settings.listenPort)},
                      !settings.certificate.isEmpty()};
    const QString where = QStringLiteral("%1:%2").arg(settings.listenAddress).arg(settings.listenPort);
    if (const auto place = runningAt(settings); place && place->endpoint.port != named.endpoint.port) {
        const QString there = showEndpoint(place->endpoint);
        if (!answers(*place))
            return {Level::Problem, portCheck,
                    there + QStringLiteral(" is held by the server, which does not answer there: restart it")};
        const QString runs = there +
                             QStringLiteral(" is held by the server, which runs and answers. It was started with "
                                            "options, for net.listen is ") +
                             where;
        if (const auto failure = tryToListen(named.endpoint.address, named.endpoint.port))
            return {Level::Warning, portCheck, runs + QStringLiteral(", where it could not start: ") + failure->text};
        return {Level::Fine, portCheck, runs};
    }
    const auto failure = tryToListen(named.endpoint.address, named.endpoint.port);
    if (!failure)
        return {Level::Fine, portCheck, where + QStringLiteral(" is free")};
    if (!failure->isTaken)
        return {Level::Problem, portCheck, failure->text};
    const bool runs = isInUse(settings.dataFolder);
    if (!answers(named)) {
        return {Level::Problem, portCheck,
                where +
                    QStringLiteral(" is taken by another program (ss -ltnp names it): stop it, or change net.listen")};
    }
    // Who may not look into the folder cannot see whether it is that one.
    if (runs || settings.isInMemory() || settings.isInPostgresql() || !canTry(account))
        return {Level::Fine, portCheck, where + QStringLiteral(" is held by the server, which runs and answers")};
    return {Level::Warning, portCheck,
            where +
                QStringLiteral(" is held by a server that does not keep its data in %1. If it was started with --data, "
                               "give doctor the same; if these are two, stop one, or give each its own net.listen and "
                               "data.folder")
                    .arg(settings.dataFolder)};
}

/// To whom it is made out.
QString namesOf(const QSslCertificate& certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values(QSsl::DnsEntry);
    names += certificate.subjectAlternativeNames().values(QSsl::IpAddressEntry);
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    names.removeDuplicates();
    return names.isEmpty() ? QStringLiteral("nobody") : names.join(QLatin1String(", "));
}

Finding checkDates(const QSslCertificate& certificate, const QString& file)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const qint64 days = now.daysTo(certificate.expiryDate());
    if (certificate.effectiveDate() > now) {
        return {Level::Problem, certificateCheck,
                QStringLiteral("%1 is good only from %2: wait, or set the clock right")
                    .arg(file, certificate.effectiveDate().toString(Qt::ISODate))};
    }
    const QString text = QStringLiteral("for %1, good until %2 (%3 days)")
                             .arg(namesOf(certificate), certificate.expiryDate().date().toString(Qt::ISODate))
                             .arg(days);
    if (days < renewal)
        return {Level::Warning, certificateCheck, text + QStringLiteral(": renew it and send SIGHUP")};
    return {Level::Fine, certificateCheck, text};
}

Finding checkCertificate(const Settings& settings, const Account& account)
{
    if (settings.certificate.isEmpty() && settings.key.isEmpty()) {
        const bool isLoopback = QHostAddress(settings.listenAddress).isLoopback();
        return {isLoopback ? Level::Fine : Level::Warning, certificateCheck,
                isLoopback
                    ? QStringLiteral("none is needed: it listens on this machine only")
                    : QStringLiteral("none: what people write crosses the network unencrypted; set tls.certificate, or "
                                     "put a proxy in front and listen on 127.0.0.1")};
    }
    const auto loaded = loadCertificate(settings.certificate, settings.key);
    if (!loaded)
        return {Level::Problem, certificateCheck, loaded.error().message};
    for (const QString& file : {settings.certificate, settings.key}) {
        if (canTry(account) && !mayAccess(account, file, R_OK)) {
            return {Level::Problem, certificateCheck,
                    QStringLiteral("%1 may not read %2: give it to a group that %1 is in").arg(account.name, file)};
        }
    }
    if (QFileInfo(settings.key).permissions().testFlag(QFile::ReadOther))
        return {Level::Warning, certificateCheck,
                QStringLiteral("everybody may read the key: chmod o= %1").arg(settings.key)};
    return checkDates(loaded->localCertificate(), settings.certificate);
}

/// By which names browsers may come; net/origins.h says why not by any.
Finding checkNames(const Settings& settings)
{
    if (QHostAddress(settings.listenAddress).isLoopback()) {
        if (!settings.hosts.isEmpty()) {
            return {Level::Warning, namesCheck,
                    QStringLiteral("net.hosts has no effect while the server listens on this machine only: remove it, "
                                   "or change net.listen")};
        }
        return {Level::Fine, namesCheck,
                settings.trustedProxies.isEmpty()
                    ? QStringLiteral("browsers on this machine only, by localhost and loopback addresses")
                    : QStringLiteral("the proxy decides by which names browsers may come")};
    }
    if (!settings.certificate.isEmpty())
        return {Level::Fine, namesCheck, QStringLiteral("browsers may come by those of the certificate")};
    return {Level::Fine, namesCheck,
            QStringLiteral("browsers may come by an address, as localhost or as %1; any other name is refused until it "
                           "is in net.hosts")
                .arg(hostsFrom(settings).join(QLatin1String(", ")))};
}

} // namespace

std::vector<Finding> netChecks(const Settings& settings, const Account& account)
{
    return {checkPort(settings, account), checkCertificate(settings, account), checkNames(settings)};
}

} // namespace parlance::cli
