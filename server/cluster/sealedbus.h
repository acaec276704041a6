#pragma once

#include "ports/eventbus.h"

#include <memory>

namespace parlance {

/// A bus that nobody can read, or speak on, without the key that the nodes share: whoever reaches the bus behind it may
/// do both. Each message is encrypted and authenticated (XChaCha20-Poly1305, libsodium). What does not open is counted
/// and dropped; what is sent again opens again.
class SealedBus final : public EventBus, private BusListener {
  public:
    static constexpr qsizetype keyLength = 32;

    SealedBus(std::unique_ptr<EventBus> bus, QByteArray key)
        : m_bus(std::move(bus))
        , m_key(std::move(key))
    {}

    void attach(BusListener& listener) override;
    void publish(const QByteArray& message) override;
    void reconnect() override { m_bus->reconnect(); }

    /// Messages that did not open.
    quint64 refused() const { return m_refused; }

  private:
    void heard(const QByteArray& sealed) override;
    void attached() override { m_listener->attached(); }

    const std::unique_ptr<EventBus> m_bus;
    const QByteArray m_key;
    BusListener* m_listener = nullptr;
    quint64 m_refused = 0;
};

} // namespace parlance
