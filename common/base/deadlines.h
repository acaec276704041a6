#pragma once

#include "base/clock.h"

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance {

class DeadlineWheel;

/// A pending call of the wheel's. Destroying or cancelling it means that the call never comes.
/// The wheel must outlive it.
class Deadline {
  public:
    Deadline() = default;
    ~Deadline() { cancel(); }
    Deadline(Deadline&& other) noexcept;
    Deadline& operator=(Deadline&& other) noexcept;

    void cancel();
    bool isPending() const;

  private:
    friend class DeadlineWheel;
    Deadline(DeadlineWheel* wheel, quint64 id)
        : m_wheel(wheel)
        , m_id(id)
    {}

    DeadlineWheel* m_wheel = nullptr;
    quint64 m_id = 0;
};

/// All deadlines of a program in one place, so that ten thousand connections cost one timer. Calls come in
/// slots of 50 ms: never early, at most one slot late. Setting and cancelling are O(log of the slots in use).
/// Single-threaded; whoever owns the wheel calls run() when next() has come (the programs by one timer,
/// the tests by hand after moving their clock).
class DeadlineWheel {
  public:
    static constexpr qint64 slotLength = 50; ///< milliseconds

    explicit DeadlineWheel(const Clock& clock)
        : m_clock(clock)
    {}

    const Clock& clock() const { return m_clock; }

    /// Calls `action` once, `delay` milliseconds from now at the earliest. The action may set and cancel deadlines, its
    /// own included.
    [[nodiscard]] Deadline after(qint64 delay, std::function<void()> action);

    /// Calls everything that is due and was set before. Returns how many calls were made.
    int run();

    /// When run() must be called next, in the clock's steady time; nothing while no deadline is set.
    std::optional<qint64> next() const;

    /// Called when a deadline earlier than all others was set: the owner's timer must be wound up anew.
    void onEarlier(std::function<void()> wake) { m_wake = std::move(wake); }

  private:
    friend class Deadline;

    const Clock& m_clock;
    std::map<qint64, std::vector<quint64>> m_slots; // by slot number; ids of cancelled deadlines stay until due
    std::unordered_map<quint64, std::function<void()>> m_actions;
    std::function<void()> m_wake;
    quint64 m_lastId = 0;
};

} // namespace parlance
