#pragma once

#include "base/deadlines.h"
#include "core/clientstate.h"
#include "ports/dialogs.h"

namespace parlance::client {

/// Tells people which rooms could not be joined. A server that comes back with other rules may refuse hundreds at once,
/// so those that fail within a few seconds share one message. Wheel and dialogs must outlive it.
class JoinFailures {
  public:
    JoinFailures(DeadlineWheel& wheel, Dialogs& dialogs);

    /// `room` is what it is called, empty if nobody knows. `atOnce`: somebody waits for this very room.
    void add(const QString& room, const QString& reason, bool atOnce);

  private:
    void tell();

    struct Failure {
        QString room;
        QString reason;
    };

    DeadlineWheel& m_wheel;
    Dialogs& m_dialogs;
    std::vector<Failure> m_untold;
    Deadline m_soon;
};

} // namespace parlance::client
