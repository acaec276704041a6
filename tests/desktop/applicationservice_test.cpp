#include "desktop/applicationid.h"
#include "desktop/applicationservice.h"
#include "desktop/dbuscall.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QDBusConnectionInterface>
#include <QDBusReply>
#include <QFile>
#include <QTest>

namespace parlance::client {

namespace {

const auto platformToken = QStringLiteral("activation-token");

/// A desktop: somebody else on the same bus.
QDBusConnection desktop()
{
    return QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop"));
}

/// What a call to the program's name is answered with; there is none yet.
QDBusPendingCall call(const QString& method, const QVariantList& arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(applicationId(), QStringLiteral("/chat/parlance/Parlance"),
                                                          QStringLiteral("org.freedesktop.Application"), method);
    message.setArguments(arguments);
    return desktop().asyncCall(message);
}

struct Service {
    ApplicationService service{QDBusConnection::sessionBus()};
    std::vector<RaiseRequest> raised;

    Service()
    {
        QObject::connect(&service, &ApplicationService::raised,
                         [this](const RaiseRequest& request) { raised.push_back(request); });
    }
    static QString owner() { return desktop().interface()->serviceOwner(applicationId()); }
    static bool isNamed() { return owner() == QDBusConnection::sessionBus().baseService(); }
};

} // namespace

/// The program as desktops call it.
class ApplicationServiceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void calls_data();
    void calls();
    void refused_data();
    void refused();
    void describesItself();
    void theNameIsTakenAndGivenBack();
    void anotherKeepsTheName();
    void withoutABus();
    void everyActionIsInTheDesktopFile_data();
    void everyActionIsInTheDesktopFile();
};

void ApplicationServiceTest::calls_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QVariantList>("arguments");
    QTest::addColumn<RaiseRequest>("expected");
    const auto token = QStringLiteral("xdg-1");
    const auto link = QStringLiteral("parlance://chat.example/general");
    const QVariantMap clicked{{platformToken, token}, {QStringLiteral("odd"), 42}};
    QTest::newRow("activate") << QStringLiteral("Activate") << QVariantList{QVariantMap()} << RaiseRequest{};
    QTest::newRow("token") << QStringLiteral("Activate") << QVariantList{clicked} << RaiseRequest{{}, token};
    QTest::newRow("token of X11") << QStringLiteral("Activate")
                                  << QVariantList{QVariantMap{{QStringLiteral("desktop-startup-id"), token}}}
                                  << RaiseRequest{{}, token};
    QTest::newRow("token of another type")
        << QStringLiteral("Activate") << QVariantList{QVariantMap{{platformToken, QStringList{token, token}}}}
        << RaiseRequest{};
    QTest::newRow("open") << QStringLiteral("Open") << QVariantList{QStringList{link, link}, clicked}
                          << RaiseRequest{{link, link}, token};
    QTest::newRow("open nothing") << QStringLiteral("Open") << QVariantList{QStringList(), QVariantMap()}
                                  << RaiseRequest{};
    QTest::newRow("action") << QStringLiteral("ActivateAction")
                            << QVariantList{QStringLiteral("quit"), QVariantList(), clicked}
                            << RaiseRequest{{}, token, DesktopAction::Quit};
}

void ApplicationServiceTest::calls()
{
    QFETCH(const QString, method);
    QFETCH(const QVariantList, arguments);
    QFETCH(const RaiseRequest, expected);
    Service w;
    w.service.start();
    QTRY_VERIFY(Service::isNamed());
    const QDBusPendingCall answer = call(method, arguments);
    QTRY_VERIFY(answer.isFinished());
    QVERIFY2(!answer.isError(), qPrintable(answer.error().message()));
    QCOMPARE(w.raised.size(), 1);
    QVERIFY(w.raised.front() == expected);
}

void ApplicationServiceTest::refused_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QVariantList>("arguments");
    QTest::addColumn<QDBusError::ErrorType>("error");
    const auto open = QStringLiteral("Open");
    const auto action = QStringLiteral("ActivateAction");
    const QVariantMap nothing;
    const QString link(RaiseRequest::maxLink, u'a');
    QTest::newRow("no argument") << QStringLiteral("Activate") << QVariantList() << QDBusError::InvalidArgs;
    QTest::newRow("one too many") << QStringLiteral("Activate") << QVariantList{nothing, 1} << QDBusError::InvalidArgs;
    QTest::newRow("a string for links") << open << QVariantList{link, nothing} << QDBusError::InvalidArgs;
    QTest::newRow("an empty link") << open << QVariantList{QStringList(QString()), nothing} << QDBusError::InvalidArgs;
    QTest::newRow("a link of two lines") << open
                                         << QVariantList{QStringList(QStringLiteral("parlance://a\nb")), nothing}
                                         << QDBusError::InvalidArgs;
    QTest::newRow("a long link") << open << QVariantList{QStringList(link + u'a'), nothing} << QDBusError::InvalidArgs;
    QTest::newRow("too many links") << open << QVariantList{QStringList(RaiseRequest::maxLinks + 1, link), nothing}
                                    << QDBusError::InvalidArgs;
    QTest::newRow("a long token") << open << QVariantList{QStringList(link), QVariantMap{{platformToken, link}}}
                                  << QDBusError::InvalidArgs;
    QTest::newRow("unknown action") << action << QVariantList{QStringLiteral("rm"), QVariantList(), nothing}
                                    << QDBusError::InvalidArgs;
    QTest::newRow("unknown method") << QStringLiteral("Close") << QVariantList{nothing} << QDBusError::UnknownMethod;
}

void ApplicationServiceTest::refused()
{
    QFETCH(const QString, method);
    QFETCH(const QVariantList, arguments);
    QFETCH(const QDBusError::ErrorType, error);
    Service w;
    w.service.start();
    QTRY_VERIFY(Service::isNamed());
    const QDBusPendingCall answer = call(method, arguments);
    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.error().type(), error);
    QVERIFY(w.raised.empty());
    const QDBusPendingCall next = call(QStringLiteral("Activate"), {QVariantMap()});
    QTRY_VERIFY(next.isFinished());
    QCOMPARE(w.raised.size(), 1);
}

void ApplicationServiceTest::describesItself()
{
    Service w;
    w.service.start();
    QTRY_VERIFY(Service::isNamed());
    const QDBusPendingCall answer = desktop().asyncCall(QDBusMessage::createMethodCall(
        applicationId(), QStringLiteral("/chat/parlance/Parlance"),
        QStringLiteral("org.freedesktop.DBus.Introspectable"), QStringLiteral("Introspect")));
    QTRY_VERIFY(answer.isFinished());
    const QString xml = QDBusReply<QString>(answer).value();
    for (const char* method : {"Activate", "Open", "ActivateAction"})
        QVERIFY2(xml.contains(QStringLiteral("<method name=\"%1\">").arg(QLatin1String(method))), qPrintable(xml));
}

void ApplicationServiceTest::theNameIsTakenAndGivenBack()
{
    {
        Service w;
        QVERIFY(Service::owner().isEmpty()); // not before it is ready for calls
        w.service.start();
        QTRY_VERIFY(Service::isNamed());
    }
    QTRY_VERIFY(Service::owner().isEmpty());
}

void ApplicationServiceTest::anotherKeepsTheName()
{
    QVERIFY(desktop().registerService(applicationId()));
    Service w;
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(QStringLiteral("another has its name")));
    w.service.start();
    bool isAnswered = false; // behind what the service has asked
    DBusCall::start(QDBusConnection::sessionBus(), busMethod(QStringLiteral("GetId")), this,
                    [&isAnswered](const QDBusMessage&) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
    QCOMPARE(Service::owner(), desktop().baseService());
    QVERIFY(desktop().unregisterService(applicationId()));
    QVERIFY(Service::owner().isEmpty()); // it does not wait for it
}

void ApplicationServiceTest::withoutABus()
{
    ApplicationService service(QDBusConnection(QStringLiteral("there is none")));
    service.start();
}

void ApplicationServiceTest::everyActionIsInTheDesktopFile_data()
{
    QTest::addColumn<DesktopAction>("action");
    QTest::newRow("add a server") << DesktopAction::AddServer;
    QTest::newRow("quit") << DesktopAction::Quit;
}

void ApplicationServiceTest::everyActionIsInTheDesktopFile()
{
    QFETCH(const DesktopAction, action);
    QFile file(test::sourceFolder() + QStringLiteral("/packaging/desktop/chat.parlance.Parlance.desktop"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray content = file.readAll();
    const QByteArray name = nameOf(action).toUtf8();
    QVERIFY(toDesktopAction(nameOf(action)) == action);
    QVERIFY(content.contains("[Desktop Action " + name + "]\n"));
    QVERIFY(content.contains("Exec=parlance --" + name + "\n"));
}

} // namespace parlance::client

using parlance::client::ApplicationServiceTest;
PARLANCE_SUITE(applicationservice, ApplicationServiceTest)
#include "applicationservice_test.moc"
