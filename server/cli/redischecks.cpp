#include "base/clock.h"
#include "base/wheeltimer.h"
#include "cli/checks.h"
#include "redis/redisbus.h"

#include <QCoreApplication>

namespace parlance::cli {

namespace {

constexpr qint64 redisPatience = 5'000; // ms

/// Says something on a channel of its own, as soon as it hears that, and ends the event loop when it comes back.
class Probe final : public BusListener {
  public:
    explicit Probe(RedisBus& bus)
        : m_bus(bus)
    {}

    void attached() override { m_bus.publish("hello"); }
    void heard(const QByteArray&) override
    {
        hasHeard = true;
        QCoreApplication::quit();
    }

    bool hasHeard = false;

  private:
    RedisBus& m_bus;
};

} // namespace

std::vector<Finding> redisChecks(const Settings& settings)
{
    if (!settings.isClustered())
        return {};
    const QString what = QStringLiteral("redis");
    SystemClock clock;
    DeadlineWheel wheel(clock);
    const WheelTimer timer(wheel);
    const RedisAddress address = *parseRedisUrl(settings.redis);
    RedisBus bus(address, "parlance.doctor", wheel, [] { return 0.0; });
    Probe probe(bus);
    const auto start = clock.steadyMicroseconds();
    bus.attach(probe);
    const Deadline end = wheel.after(redisPatience, [] { QCoreApplication::quit(); });
    QCoreApplication::exec(); // of a program that does nothing else
    if (!probe.hasHeard) {
        const QString why = bus.problem().isEmpty() ? QStringLiteral("it does not answer") : bus.problem();
        return {{Level::Problem, what,
                 QStringLiteral("%1: %2. Until it works, messages take longer to other servers' people")
                     .arg(address.shown(), why)}};
    }
    const double milliseconds = double(clock.steadyMicroseconds() - start) / 1'000;
    return {{Level::Fine, what,
             QStringLiteral("%1 hands messages on, within %2 ms").arg(address.shown()).arg(milliseconds, 0, 'f', 1)}};
}

} // namespace parlance::cli
