#pragma once

#include "ports/notifier.h"

namespace parlance::client {

/// The first of two while that is available, else the second. Both must outlive it.
class FallbackNotifier final : public Notifier {
  public:
    FallbackNotifier(Notifier& first, Notifier& second)
        : m_first(first)
        , m_second(second)
    {}

    void setObserver(NotifierObserver* observer) override
    {
        m_first.setObserver(observer);
        m_second.setObserver(observer);
    }
    bool isAvailable() const override { return m_first.isAvailable() || m_second.isAvailable(); }
    void show(const Notification& notification) override
    {
        (m_first.isAvailable() ? m_first : m_second).show(notification);
    }
    void withdraw(const QString& key) override
    {
        m_first.withdraw(key);
        m_second.withdraw(key);
    }

  private:
    Notifier& m_first;
    Notifier& m_second;
};

} // namespace parlance::client
