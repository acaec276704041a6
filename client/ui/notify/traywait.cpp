#include "ui/notify/traywait.h"

#include "ui/notify/tray.h"

#include <utility>

namespace parlance::client {

TrayWait::TrayWait()
{
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &TrayWait::look);
}

void TrayWait::wait(int patience, std::function<void(bool isThere)> done)
{
    m_patience = patience;
    m_done = std::move(done);
    m_since.start();
    m_timer.start();
    look();
}

void TrayWait::cancel()
{
    m_timer.stop();
    m_done = nullptr;
}

void TrayWait::look()
{
    const bool isThere = Tray::isThere();
    if (!m_done || (!isThere && !m_since.hasExpired(m_patience)))
        return;
    const auto done = std::exchange(m_done, nullptr);
    m_timer.stop();
    done(isThere);
}

} // namespace parlance::client
