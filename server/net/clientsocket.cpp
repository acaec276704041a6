#include "net/clientsocket.h"

namespace parlance {

void ClientSocket::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    if (!paused)
        QMetaObject::invokeMethod(this, &ClientSocket::announce,
                                  Qt::QueuedConnection); // maybe in the middle of reading
}

void ClientSocket::announce()
{
    Q_EMIT readyRead(); // what came meanwhile was announced to deaf ears
    // Qt stops listening when the buffer is full, and listens again only when it is read empty: a frame of which a part
    // is in the buffer would never be completed. A read of nothing makes it look anew.
    readData(nullptr, 0);
}

} // namespace parlance
