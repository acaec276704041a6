#pragma once

#include <QObject>

#include <functional>

namespace parlance {

/// Calls `action` from the event loop whenever SIGTERM or SIGINT comes; the signal's number is handed over. One per
/// program.
class StopSignals final : public QObject {
  public:
    explicit StopSignals(std::function<void(int)> action);
    ~StopSignals() override;

  private:
    int m_descriptor;
};

} // namespace parlance
