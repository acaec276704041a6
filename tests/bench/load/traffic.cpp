#include "bench/load/traffic.h"

namespace parlance::bench {

Traffic::Traffic(Crowd& crowd, Manner manner)
    : m_crowd(crowd)
    , m_manner(manner)
    , m_speakers(crowd.speakers(manner.speakers))
{}

void Traffic::begin(Nanos now)
{
    m_isOn = !m_speakers.empty();
    m_begun = now;
    m_scheduled = 0;
    for (size_t i = 0; m_isOn && i < m_manner.inFlight; ++i) {
        for (Client* speaker : m_speakers)
            send(*speaker, now);
    }
}

void Traffic::end()
{
    m_isOn = false;
}

Nanos Traffic::due() const
{
    if (!m_isOn || m_manner.rate <= 0)
        return never;
    return m_begun + Nanos(double(m_scheduled) / m_manner.rate * double(perSecond));
}

void Traffic::sendDue(Nanos now)
{
    for (Nanos intended = due(); intended <= now; intended = due()) {
        send(*m_speakers[m_scheduled % m_speakers.size()], intended);
        ++m_scheduled;
    }
}

void Traffic::cameBack(Client& author, Nanos at)
{
    if (m_isOn && m_manner.inFlight > 0)
        send(author, at);
}

void Traffic::send(Client& author, Nanos intended)
{
    ++m_sent;
    m_crowd.send(author, intended, m_manner.textLength);
}

} // namespace parlance::bench
