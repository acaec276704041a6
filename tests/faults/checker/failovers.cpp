#include "faults/checker/failovers.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace parlance::faults {

namespace {

std::string placeName(const Record& record)
{
    return record.client + " in " + record.room + " of the log " + record.log + ": " + std::to_string(record.seq);
}

/// What somebody saw at a place of a log.
bool isSight(const Record& record)
{
    const bool isKind = record.op == "event" || record.op == "frame" || record.op == "sent";
    return isKind && !record.nonce.empty() && !record.log.empty();
}

} // namespace

void placeRecords(std::vector<Record>& records)
{
    struct Client {
        qint64 opened = 0;
        std::map<std::string, std::string> logs; // by room, as joins on this connection have named them
    };
    std::map<std::string, Client> clients;
    for (Record& record : records) {
        Client& client = clients[record.client];
        if (record.op == "start" || record.op == "open" || record.client == "harness")
            client = {record.time, {}};
        if (record.op == "joined")
            client.logs[record.room] = record.log;
        else if (record.log.empty())
            record.log = client.logs[record.room];
        record.opened = client.opened;
    }
}

Failovers::Failovers(const std::vector<Record>& records)
{
    qint64 copied = 0;
    for (const Record& record : records) {
        if (record.op == "copied")
            copied = record.time;
        if (record.op == "failover")
            m_all.push_back({copied, record.time});
    }
}

bool Failovers::mayBeGone(const Record& record) const
{
    return std::ranges::any_of(m_all, [&record](const Failover& failover) {
        return record.time > failover.copied && record.opened < failover.time;
    });
}

bool Failovers::isFormer(const Record& record, const Truth& truth) const
{
    const std::string last = truth.log(record.room);
    return !isEmpty() && !record.log.empty() && !last.empty() && record.log != last;
}

void Failovers::check(const std::vector<Record>& records, const Truth& truth, Report& report) const
{
    if (isEmpty())
        return;
    checkLogs(records, truth, report);
    checkPlaces(records, truth, report);
    checkTails(records, truth, report);
}

void Failovers::checkLogs(const std::vector<Record>& records, const Truth& truth, Report& report) const
{
    std::map<std::string, std::set<std::string>> logs; // by room
    for (const Record& record : records) {
        if (record.op != "joined" || record.log.empty())
            continue;
        logs[record.room].insert(record.log);
        if (record.time < m_all.back().time && record.log == truth.log(record.room))
            report.violation("log", placeName(record) + " is from before a failover, and the room has that log still");
    }
    for (const auto& [room, all] : logs) {
        if (std::ssize(all) > count() + 1)
            report.violation("log", room + " had " + std::to_string(all.size()) + " logs in " +
                                        std::to_string(count()) + " failovers");
    }
}

void Failovers::checkPlaces(const std::vector<Record>& records, const Truth& truth, Report& report)
{
    std::map<std::tuple<std::string, std::string, qint64>, std::string> nonces; // by room, log and seq
    for (const Record& row : truth.rows()) {
        if (!row.log.empty())
            nonces[{row.room, row.log, row.seq}] = row.nonce;
    }
    for (const Record& record : records) {
        if (!isSight(record))
            continue;
        const auto [known, isNew] = nonces.try_emplace({record.room, record.log, record.seq}, record.nonce);
        if (!isNew && known->second != record.nonce)
            report.violation("fork", placeName(record) + " stands for two events");
    }
}

void Failovers::checkTails(const std::vector<Record>& records, const Truth& truth, Report& report)
{
    std::map<std::pair<std::string, std::string>, qint64> kept; // by room and log, the last seq that is there still
    const auto isKept = [&truth](const Record& record) {
        const Record* row = truth.at(record.room, record.seq);
        return row && row->nonce == record.nonce;
    };
    for (const Record& record : records) {
        if (qint64& last = kept[{record.room, record.log}]; isSight(record) && isKept(record))
            last = std::max(last, record.seq);
    }
    for (const Record& record : records) {
        if (isSight(record) && !isKept(record) && record.seq < kept[{record.room, record.log}])
            report.violation("lost", placeName(record) + " is gone, and what stood behind it is not");
    }
}

} // namespace parlance::faults
