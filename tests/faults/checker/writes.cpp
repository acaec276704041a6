#include "faults/checker/failovers.h"

namespace parlance::faults {

namespace {

struct Write {
    const Record* invoked = nullptr;
    const Record* ok = nullptr;
    const Record* failed = nullptr;
};

using Writes = std::unordered_map<std::string, Write>; // by nonce

Writes collect(const std::vector<Record>& records)
{
    Writes writes;
    for (const Record& record : records) {
        if (record.op == "invoke")
            writes[record.nonce].invoked = &record;
        else if (record.op == "ok")
            writes[record.nonce].ok = &record;
        else if (record.op == "fail")
            writes[record.nonce].failed = &record;
    }
    return writes;
}

std::string writeName(const Record& record)
{
    return record.client + "'s " + record.nonce + " in " + record.room;
}

void checkOutcome(const std::string& nonce, const Write& write, const Truth& truth, const Failovers& failovers,
                  Report& report)
{
    if (!write.invoked)
        return; // a kill may have cut off the line
    const Record& invoked = *write.invoked;
    const Record* row = truth.byNonce(nonce);
    const bool isMessage = invoked.kind == "message";
    if (isMessage && truth.saying(*invoked.text) > 1)
        report.violation("doubled",
                         writeName(invoked) + " is there " + std::to_string(truth.saying(*invoked.text)) + " times");
    if (write.ok && !row && !failovers.mayBeGone(*write.ok))
        report.violation("lost", writeName(invoked) + " was acknowledged");
    // A name is asked for once, now or not at all.
    if (!write.ok && !write.failed && !row && invoked.kind != "room_changed")
        report.violation("forgotten", writeName(invoked) + " was written and is nowhere");
    if (write.failed && row)
        report.violation("failed", writeName(invoked) + " was refused, but is there");
    if (!row)
        return;
    if (row->room != invoked.room || row->kind != invoked.kind ||
        (invoked.kind != "deleted" && row->text && row->text != invoked.text) || (!isMessage && row->id != invoked.id))
        report.violation("altered", writeName(invoked) + " is not what was written");
}

/// What was acknowledged before something else was written stands before it.
void checkOrder(const std::vector<Record>& records, const Truth& truth, Report& report)
{
    std::map<std::string, const Record*> last; // room -> the largest row that was acknowledged so far
    for (const Record& record : records) {
        if (record.op != "ok" && record.op != "invoke")
            continue;
        const Record* row = truth.byNonce(record.nonce);
        if (!row)
            continue;
        const Record*& known = last[record.room];
        if (record.op == "invoke") {
            if (known && row->seq < known->seq) {
                report.violation("order", writeName(record) + " has seq " + std::to_string(row->seq) + ", but " +
                                              std::to_string(known->seq) + " was acknowledged before");
            }
        } else if (!known || row->seq > known->seq) {
            known = row;
        }
    }
}

} // namespace

void checkWrites(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, Report& report)
{
    const Writes writes = collect(records);
    for (const auto& [nonce, write] : writes)
        checkOutcome(nonce, write, truth, failovers, report);
    for (const Record& row : truth.rows()) {
        const auto write = writes.find(row.nonce);
        const bool isAdmins = row.kind == "room_changed" && row.author.empty();
        if (!isAdmins && (write == writes.end() || !write->second.invoked))
            report.violation("phantom", row.room + ' ' + std::to_string(row.seq) + " was written by nobody");
    }
    for (const Record& record : records) {
        if (failovers.mayBeGone(record))
            continue;
        if (record.op == "renamed" && !truth.wasCalled(record.room, record.text.value_or("")))
            report.violation("lost", "the name that an admin gave " + record.room);
        if (record.op != "sent")
            continue;
        const Record* row = truth.byNonce(record.nonce);
        if (!row || row->seq != record.seq || row->room != record.room)
            report.violation("lost", writeName(record) + " was said to be at " + std::to_string(record.seq));
    }
    checkOrder(records, truth, report);
}

} // namespace parlance::faults
