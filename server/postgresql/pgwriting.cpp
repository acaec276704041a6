#include "postgresql/pgwriting.h"

#include "base/logging.h"
#include "postgresql/pgsweeper.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr std::ptrdiff_t mostAtOnce = 1'000; // calls: nobody waits for a longer transaction
constexpr std::chrono::seconds betweenSweeps{1};
constexpr std::chrono::minutes idle{1}; // other nodes may have left something

std::vector<const NewEvent*> eventsOf(std::span<const PgWrite> batch)
{
    std::vector<const NewEvent*> events;
    for (const PgWrite& write : batch) {
        if (write.event)
            events.push_back(write.event.get());
    }
    return events;
}

} // namespace

std::vector<PgWrite>::iterator PgWriting::endOfBatch(std::vector<PgWrite>::iterator first,
                                                     std::vector<PgWrite>::iterator end)
{
    const auto isAlone = [](const PgWrite& write) { return write.errand->isAlone(); };
    if (isAlone(*first))
        return first + 1;
    return std::find_if(first, std::min(first + mostAtOnce, end), isAlone);
}

bool PgWriting::write(Batch batch)
{
    int strangers = 0;
    bool hasWritten = false;
    bool hasPosted = false;
    bool hasLeftovers = false;
    const auto outcome = m_session.run([&](PgConnection& connection) {
        PgWriter writer(connection, m_node, m_level);
        run(writer, batch);
        const bool isDone = writer.commit();
        strangers = writer.strangers();
        hasWritten = writer.hasWritten();
        hasPosted = writer.hasPosted();
        hasLeftovers = writer.hasLeftovers();
        return isDone;
    });
    m_untilNext -= strangers;
    switch (outcome) {
    case PgSession::Outcome::Done:
        m_hasMore |= hasLeftovers;
        m_hasPosted |= hasPosted;
        return hasWritten;
    case PgSession::Outcome::Away:
        m_isAway = true;
        refuse(batch, m_session.busy());
        return false;
    case PgSession::Outcome::Refused:
        break;
    }
    if (batch.size() == 1) {
        qCCritical(logStore).noquote() << m_session.refusal().text;
        refuse(batch, {ErrorCode::Internal, QStringLiteral("The server cannot write its log"), {}});
        return false;
    }
    // One by one, so that only the call with the reason is refused.
    bool isCommit = false;
    for (size_t i = 0; i < batch.size(); ++i)
        isCommit |= write(batch.subspan(i, 1));
    return isCommit;
}

void PgWriting::run(PgWriter& writer, Batch batch)
{
    const auto isEvent = [](const PgWrite& write) { return write.event != nullptr; };
    const auto firstEvent = std::ranges::find_if(batch, isEvent);
    const auto endOfRun = std::find_if_not(firstEvent, batch.end(), isEvent);
    if (firstEvent != batch.end() && (firstEvent != batch.begin() || std::any_of(endOfRun, batch.end(), isEvent)))
        writer.lock(eventsOf(batch));
    for (auto first = batch.begin(); first != batch.end();) {
        const auto last = std::find_if_not(first, batch.end(), isEvent);
        if (first != last)
            writer.expect(eventsOf({first, last}));
        for (; first != last; ++first)
            first->errand->run(writer);
        if (first != batch.end())
            first++->errand->run(writer);
    }
}

void PgWriting::refuse(Batch batch, const Error& error)
{
    for (PgWrite& write : batch)
        write.errand->refuse(error);
}

std::chrono::milliseconds PgWriting::rest() const
{
    if (m_hasMore)
        return {};
    return m_untilNext < 0 ? std::chrono::milliseconds(betweenSweeps) : idle;
}

Swept PgWriting::sweep()
{
    const auto now = Clock::now();
    const bool isDue = m_hasMore || now - m_lastSweep > idle;
    if (!isDue && (m_untilNext >= 0 || now - m_lastSweep < betweenSweeps))
        return {};
    PgSweeper::Done done;
    const auto outcome = m_session.run([&](PgConnection& connection) {
        done = PgSweeper(connection, m_node).sweep();
        return !connection.failed();
    });
    m_lastSweep = now;
    if (outcome != PgSession::Outcome::Done)
        done = {};
    m_hasMore = done.isMore;
    m_untilNext = done.untilNext;
    m_hasPosted |= done.hasPosted;
    return std::move(done.swept);
}

} // namespace parlance
