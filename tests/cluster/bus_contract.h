#pragma once

#include "ports/eventbus.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace parlance::test {

/// One node's end of a bus, and what it has heard.
struct BusEnd final : public BusListener {
    void heard(const QByteArray& message) override { messages.push_back(message); }
    void attached() override { ++attachments; }

    std::unique_ptr<EventBus> bus;
    std::vector<QByteArray> messages;
    int attachments = 0;
};

/// What every EventBus must do while nothing is in its way.
class BusContract : public QObject {
    Q_OBJECT
  protected:
    /// One more node on the same bus.
    virtual std::unique_ptr<EventBus> makeBus() = 0;
    /// Lets things happen until `isDone`.
    virtual void waitUntil(const std::function<bool()>& isDone) = 0;

    std::unique_ptr<BusEnd> makeEnd();

  private Q_SLOTS:
    void allHearWhatOneSays();
    void messagesComeWhole_data();
    void messagesComeWhole();
    void theOrderOfASenderStays();
};

} // namespace parlance::test
