#pragma once

#include <QObject>

#include <functional>

namespace parlance {

/// Calls `action` from the event loop whenever SIGTERM, SIGINT or SIGHUP comes; the signal's number is handed over. One
/// per program.
class Signals final : public QObject {
  public:
    explicit Signals(std::function<void(int)> action);
    ~Signals() override;

  private:
    int m_descriptor;
};

} // namespace parlance
