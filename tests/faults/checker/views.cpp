#include "faults/checker/failovers.h"

namespace parlance::faults {

namespace {

using Place = std::pair<std::string, std::string>; // client, room

std::string viewName(const Record& record)
{
    return record.client + " in " + record.room + ": " + std::to_string(record.seq);
}

/// What the client made of it: every event in its turn, and the one that the log has there.
class Steps {
  public:
    Steps(const Truth& truth, const Failovers& failovers, Report& report)
        : m_truth(truth)
        , m_failovers(failovers)
        , m_report(report)
    {}

    void take(const Record& record)
    {
        if (record.op == "start") // a program that is started anew knows nothing of what it had seen
            std::erase_if(m_at, [&](const auto& entry) { return entry.first.first == record.client; });
        if (record.op == "reset" || record.op == "loaded")
            m_at[{record.client, record.room}] = record.seq;
        if (record.op != "event")
            return;
        auto& at = m_at[{record.client, record.room}];
        if (record.seq != at + 1)
            m_report.violation("step", viewName(record) + " follows " + std::to_string(at));
        at = record.seq;
        if (m_failovers.isFormer(record, m_truth))
            return;
        const Record* row = m_truth.at(record.room, record.seq);
        if (!row || row->nonce != record.nonce || row->kind != record.kind || row->id != record.id ||
            (row->text && row->text != record.text) || row->author != record.author || row->n != record.n)
            m_report.violation("fork", viewName(record) + " is not what the log has there");
    }

  private:
    const Truth& m_truth;
    const Failovers& m_failovers;
    Report& m_report;
    std::map<Place, qint64> m_at;
};

/// What came over the line: a join's reply continues exactly, and what comes live has no holes.
class Lines {
  public:
    Lines(const Truth& truth, const Failovers& failovers, Report& report)
        : m_truth(truth)
        , m_failovers(failovers)
        , m_report(report)
    {}

    void take(const Record& record, bool isLossy)
    {
        if (record.op == "open")
            std::erase_if(m_live, [&](const auto& entry) { return entry.first.first == record.client; });
        else if (record.op == "joined")
            joined(record);
        else if (record.op == "frame")
            live(record, isLossy);
    }

  private:
    void joined(const Record& record)
    {
        const std::string log = m_truth.log(record.room);
        if (!record.log.empty() && !log.empty() && record.log != log && m_failovers.isEmpty())
            m_report.violation("log", viewName(record) + " is of the log " + record.log + ", not of " + log);
        qint64 at = record.since;
        for (const qint64 seq : record.seqs) {
            if (seq != at + 1)
                m_report.violation("resume", viewName(record) + " after " + std::to_string(record.since) + " brings " +
                                                 std::to_string(seq) + " after " + std::to_string(at));
            at = seq;
        }
        if (record.goesOn && at != record.seq)
            m_report.violation("resume", viewName(record) + " is said to be reached with " + std::to_string(at));
        const Place place{record.client, record.room};
        if (record.more)
            m_live.erase(place);
        else
            m_live[place] = record.seq;
    }

    void live(const Record& record, bool isLossy)
    {
        const Record* row = m_truth.at(record.room, record.seq);
        if (!m_failovers.isFormer(record, m_truth) && !record.nonce.empty() && (!row || row->nonce != record.nonce))
            m_report.violation("fork", viewName(record) + " came over the line, and is not what the log has there");
        const auto at = m_live.find({record.client, record.room});
        if (at == m_live.end())
            return; // to the author who is not in the room
        if (record.seq != at->second + 1 && !isLossy)
            m_report.violation("line", viewName(record) + " comes after " + std::to_string(at->second));
        at->second = record.seq;
    }

    const Truth& m_truth;
    const Failovers& m_failovers;
    Report& m_report;
    std::map<Place, qint64> m_live;
};

} // namespace

void checkViews(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, const Terms& terms,
                Report& report)
{
    Steps steps(truth, failovers, report);
    Lines lines(truth, failovers, report);
    for (const Record& record : records) {
        steps.take(record);
        lines.take(record, terms.isLossy);
    }
}

} // namespace parlance::faults
