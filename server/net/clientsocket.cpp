#include "net/clientsocket.h"

namespace parlance {

void ClientSocket::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    // What came meanwhile was announced to deaf ears. Announced anew from the event loop, because who resumes may be
    // in the middle of reading.
    if (!paused)
        QMetaObject::invokeMethod(this, &ClientSocket::readyRead, Qt::QueuedConnection);
}

} // namespace parlance
