#include "faults/checker/failovers.h"

#include <algorithm>

namespace parlance::faults {

namespace {

using Place = std::pair<std::string, std::string>; // client, room

bool isPosition(const Record& record)
{
    return record.op == "event" || record.op == "reset" || record.op == "joined" || record.op == "head";
}

/// Everything that anybody knew of when the last fault ended has come to everybody within a time.
void checkLate(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, qint64 within,
               Report& report)
{
    const auto healed = std::ranges::find(records, "healed", &Record::op);
    if (healed == records.end())
        return;
    std::map<std::string, qint64> known;
    std::map<Place, qint64> reached;
    for (const Record& record : records) {
        if (record.time > healed->time + within)
            break;
        if (failovers.isFormer(record, truth))
            continue; // another log's numbers
        const Record* row = record.op == "ok" ? truth.byNonce(record.nonce) : nullptr;
        const qint64 seq = row ? row->seq : isPosition(record) ? record.seq : 0;
        if (record.time <= healed->time)
            known[record.room] = std::max(known[record.room], seq);
        if (isPosition(record))
            reached[{record.client, record.room}] = std::max(reached[{record.client, record.room}], seq);
    }
    for (const auto& [place, seq] : reached) {
        const auto& [client, room] = place;
        if (room.empty() || seq >= known[room])
            continue;
        std::string what = client;
        what += " in " + room + " had reached " + std::to_string(seq);
        what += " of " + std::to_string(known[room]) + " in time";
        report.violation("late", what);
    }
}

} // namespace

void checkEnds(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, const Terms& terms,
               Report& report)
{
    for (const Record& record : records) {
        if (record.op == "head" && record.seq != truth.head(record.room)) {
            report.violation("state", record.client + " ends in " + record.room + " at " + std::to_string(record.seq) +
                                          ", the log at " + std::to_string(truth.head(record.room)));
        }
        const auto name = record.op == "head" ? truth.name(record.room) : std::nullopt;
        if (name && name != record.text)
            report.violation("state", record.client + " calls " + record.room + " as it is not called");
        if (record.op != "state")
            continue;
        const Truth::Message* message = truth.message(record.id);
        if (!message || message->text != record.text || message->rev != record.rev)
            report.violation("state", record.client + " shows " + record.id + " in " + record.room + " as it is not");
    }
    if (terms.within > 0)
        checkLate(records, truth, failovers, terms.within, report);
}

} // namespace parlance::faults
