#pragma once

#include "faults/checker/rules.h"

namespace parlance::faults {

/// Fills in of which log and of which connection each record is, as far as its client knew that. In the order of time.
void placeRecords(std::vector<Record>& records);

/// The times at which a standby took the primary's place for which no commit had waited: the last events before that
/// may be gone, also those that were acknowledged.
class Failovers {
  public:
    explicit Failovers(const std::vector<Record>& records);

    bool isEmpty() const { return m_all.empty(); }
    qint64 count() const { return std::ssize(m_all); }

    /// Whether what was told then may be gone. It may not if the standby is known to have had it, or if it came over a
    /// connection that was made after the failover: nodes close all others.
    bool mayBeGone(const Record& record) const;

    /// Whether it was seen in a log that the room had before a failover.
    bool isFormer(const Record& record, const Truth& truth) const;

    /// fork, log, lost: each log has one event at each place, every failover gives each room a new log, and what is
    /// gone is the end of a log.
    void check(const std::vector<Record>& records, const Truth& truth, Report& report) const;

  private:
    struct Failover {
        qint64 copied = 0; ///< what was told before that is on the standby
        qint64 time = 0;   ///< the former primary is dead
    };

    void checkLogs(const std::vector<Record>& records, const Truth& truth, Report& report) const;
    static void checkPlaces(const std::vector<Record>& records, const Truth& truth, Report& report);
    static void checkTails(const std::vector<Record>& records, const Truth& truth, Report& report);

    std::vector<Failover> m_all;
};

} // namespace parlance::faults
