#pragma once

namespace parlance {

/// Places at which a test may stop the program dead, to see what the next start makes of it.
enum class FaultPoint {
    BeforeInsert,     ///< a transaction is open, the event is not in it
    AfterInsert,      ///< the event is in the transaction
    BeforeCommit,     ///< all of a batch is in the transaction
    AfterCommit,      ///< it is on disk, nobody knows
    BetweenReceivers, ///< of those who are to hear of an event some have been told
    MidCheckpoint,    ///< the log is being written back
    MidMigration,     ///< between two statements of a change of the schema
};

#ifdef PARLANCE_FAULT_POINTS
using FaultHandler = void (*)(FaultPoint);
/// Called at every point from now on, in whatever thread gets there. Before threads are started.
void setFaultHandler(FaultHandler handler);
void faultPoint(FaultPoint point);
#else
inline void faultPoint(FaultPoint) {}
#endif

} // namespace parlance
