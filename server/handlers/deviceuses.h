#pragma once

#include "base/deadlines.h"
#include "ports/store.h"

#include <map>

namespace parlance {

/// When devices were last used, gathered so that a thousand clients who come back at once cost one transaction. What
/// was not written yet when the server stops is lost, and written the next time.
class DeviceUses {
  public:
    /// A use is worth a write this long after the one before, in ms.
    static constexpr qint64 precision = 3'600'000;
    static constexpr qint64 gatheredFor = 10'000; ///< ms

    /// Both outlive it.
    DeviceUses(Store& store, DeadlineWheel& wheel)
        : m_store(store)
        , m_wheel(wheel)
    {}

    void used(const DeviceRow& device, qint64 now)
    {
        if (now - device.lastUsed < precision)
            return;
        if (m_uses.empty())
            m_end = m_wheel.after(gatheredFor, [this] { write(); });
        m_uses[device.id] = now;
    }

  private:
    void write()
    {
        m_store.withAccounts(BookAccess::Write,
                             [uses = std::exchange(m_uses, {})](AccountBook& book) {
                                 for (const auto& [device, when] : uses)
                                     book.devices().touch(device, when);
                             },
                             {});
    }

    Store& m_store;
    DeadlineWheel& m_wheel;
    std::map<DeviceId, qint64> m_uses;
    Deadline m_end;
};

} // namespace parlance
