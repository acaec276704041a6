// A plain QWebSocketServer that sends each text back: what parlanced's defences are measured against.
#include <QCoreApplication>
#include <QWebSocket>
#include <QWebSocketServer>

#include <cstdio>

namespace {

void serve(QWebSocket* socket)
{
    QObject::connect(socket, &QWebSocket::textMessageReceived, socket,
                     [socket](const QString& text) { socket->sendTextMessage(text); });
    QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

/// Takes parlanced's arguments and heeds none of them.
int main(int argc, char** argv)
{
    const QCoreApplication program(argc, argv);
    QWebSocketServer server(QStringLiteral("stock"), QWebSocketServer::NonSecureMode);
    if (!server.listen(QHostAddress::LocalHost, 0))
        return 1;
    QObject::connect(&server, &QWebSocketServer::newConnection, &server, [&server] {
        while (QWebSocket* socket = server.nextPendingConnection())
            serve(socket);
    });
    std::printf("ready: http://127.0.0.1:%d/\n", server.serverPort());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
