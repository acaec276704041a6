#pragma once

#include <QObject>

#include <functional>

namespace parlance {

/// Calls `action` where a pass of the thread's event loop ends, so that what is gathered during a pass is done once.
/// With EpollDispatcher that is after each pass over the ready descriptors. Other loops tell nobody: there one queued
/// call does it, which arm() posts.
class PassEnd final {
  public:
    explicit PassEnd(std::function<void()> action);
    ~PassEnd();
    PassEnd(const PassEnd&) = delete;
    PassEnd& operator=(const PassEnd&) = delete;

    /// There is something to do. The action may come without it, too, and then has nothing to do.
    void arm();

  private:
    const std::function<void()> m_action;
    bool m_isTold = false; // by the loop
    bool m_armed = false;
    QObject m_context; // of the queued call
};

} // namespace parlance
