#include "protocol/cost/flood.h"

#include "session/rates.h"
#include "support/frames.h"

namespace parlance::test {

namespace {

constexpr qint64 tickLength = DeadlineWheel::slotLength;
constexpr qint64 lastTick = Flood::length - tickLength; // the first request still counts then
constexpr qint64 echoEvery = 500;                       // ms
constexpr int audience = 100;
constexpr qint64 echoBytes = 512;

/// What all who share an address may do within Flood::length.
qint64 allowance(RateClass what)
{
    return RateLimiter::addressShare * rateOf(what, Limits()).count;
}

bool isEcho(const QByteArray& frame)
{
    return frame.startsWith(R"({"type":"message")") && frame.contains(R"("text":"echo)");
}

/// What a plain client asked for itself; its size is in the row's bound.
bool isReply(const QByteArray& frame)
{
    return frame.startsWith(R"({"type":"joined")");
}

bool isRefusal(const QByteArray& frame)
{
    return frame.contains(R"("type":"error")");
}

} // namespace

Flood::Flood(FullServer& server, const std::vector<Case>& rows)
    : m_server(server)
{
    std::map<RateClass, qint64> ways;
    for (const Case& each : rows)
        ++ways[each.rate];
    for (const Case& each : rows) {
        const qint64 all = allowance(each.rate);
        const qint64 left = ways[each.rate]--; // the last gets what cannot be divided
        qint64 given = 0;
        for (const Row& row : m_rows)
            given += row.what.rate == each.rate ? row.quota : 0;
        m_rows.push_back({each, (all - given) / left, 0, given, {}});
    }
    connect();
    prepareOwnMessages();
    m_server.core.pass(60'000); // no limit remembers what it took to get here
    for (TestPeer* peer : ours())
        peer->take();
    m_server.other.take();
}

Flood::~Flood()
{
    for (TestPeer* peer : ours())
        peer->vanish();
    m_server.core.pass(60'000);
}

std::vector<TestPeer*> Flood::ours() const
{
    std::vector<TestPeer*> peers;
    for (const auto* some : {&m_askers, &m_greeters, &m_audience})
        peers.insert(peers.end(), some->begin(), some->end());
    for (const Row& row : m_rows)
        peers.insert(peers.end(), row.plain.begin(), row.plain.end());
    return peers;
}

void Flood::connect()
{
    for (int i = 0; i < FullServer::askers; ++i) {
        m_askers.push_back(&m_server.connectAsker(i));
        for (const QByteArray room : {"hall", "crowd"})
            m_askers.back()->inject(R"({"type":"join","room":")" + room + R"("})");
    }
    for (int i = 0; i < audience; ++i) {
        m_audience.push_back(&m_server.core.connect(QStringLiteral("192.0.2.%1").arg(i)));
        m_audience.back()->joinPlain("guest " + QByteArray::number(i), "crowd");
    }
    for (Row& row : m_rows) {
        for (int i = 0; row.what.isPlain && i < FullServer::askers; ++i) {
            row.plain.push_back(&m_server.connectNearAsker());
            row.plain.back()->joinPlain("plain " + QByteArray::number(i), "crowd");
        }
    }
}

/// As many as will be edited and deleted; that takes no more than one window's messages.
void Flood::prepareOwnMessages()
{
    m_server.core.pass(length);
    for (const Row& row : m_rows) {
        for (qint64 i = 0; row.what.frame.contains("OWN") && i < row.quota; ++i) {
            const int asker = int((row.first + i) % FullServer::askers);
            m_own[asker].push_back(m_server.post(*m_askers[size_t(asker)]));
        }
    }
}

QStringList Flood::run()
{
    m_server.bill = {};
    const qint64 lookups = m_server.lookups();
    for (qint64 time = 0; time <= lastTick; time += tickLength)
        tick(time);
    checkRefusals();
    m_server.core.pass(tickLength);
    checkCosts();
    qint64 allowed = 0;
    for (const Row& row : m_rows)
        allowed += row.quota * row.what.bound.lookups;
    expectAtMost("names looked up", m_server.lookups() - lookups, allowed);
    return m_problems;
}

void Flood::tick(qint64 sinceStart)
{
    for (Row& row : m_rows) {
        while (row.made < row.quota && row.made * lastTick <= sinceStart * row.quota)
            make(row);
    }
    if (sinceStart % echoEvery == 0)
        echo();
    listen();
    if (m_answered != m_echoed)
        m_problems += QStringLiteral("echo %1 was not answered at once").arg(m_echoed);
    m_answered = m_echoed;
    if (sinceStart < lastTick)
        m_server.core.pass(tickLength);
}

void Flood::make(Row& row)
{
    const int asker = int((row.first + row.made++) % FullServer::askers);
    QByteArray own;
    if (auto& messages = m_own[asker]; row.what.frame.contains("OWN") && !messages.empty()) {
        own = messages.back();
        messages.pop_back();
    }
    const QByteArray frame = m_server.filledIn(row.what.frame, asker, own);
    TestPeer* peer = m_askers[size_t(asker)];
    if (row.what.isPlain) {
        peer = row.plain[size_t(asker)];
        m_sent += frame.size();
    } else if (row.what.isFirst) {
        peer = m_greeters.emplace_back(&m_server.connectNearAsker());
    }
    peer->inject(frame);
}

void Flood::echo()
{
    const QByteArray number = QByteArray::number(++m_echoed);
    m_server.other.inject(R"({"type":"message","room":"hall","text":"echo )" + number + R"(","nonce":"echo )" + number +
                          " after " + QByteArray::number(m_server.core.clock.steady()) + R"("})");
}

void Flood::listen()
{
    for (const QByteArray& frame : m_server.other.take())
        hear(frame);
    for (auto* peers : {&m_askers, &m_greeters}) {
        for (TestPeer* peer : *peers)
            take(*peer, m_toAskers);
    }
    for (const Row& row : m_rows) {
        for (TestPeer* peer : row.plain)
            take(*peer, m_toPlainAskers);
    }
    const qint64 before = m_toAudience;
    take(*m_audience[0], m_toAudience);
    m_toOneOfAudience += m_toAudience - before;
    for (TestPeer* peer : m_audience)
        take(*peer, m_toAudience);
}

/// The echo's client hears its own words in the order in which it said them, and every room's log without a gap.
void Flood::hear(const QByteArray& frame)
{
    m_toEcho += bytesIn({frame});
    if (isEcho(frame) && member(frame, "text") == QStringLiteral("echo %1").arg(m_answered + 1))
        ++m_answered;
    const qint64 seq = test::number(frame, "seq");
    if (seq == 0)
        return;
    qint64& head = m_heads[member(frame, "room").toUtf8()];
    if (head != 0 && seq != head + 1)
        m_problems += QStringLiteral("seq %1 came behind %2").arg(seq).arg(head);
    head = seq;
}

/// What guests ask about accounts is refused, or waits behind passwords that were wrong; but within its rate.
bool Flood::isMeant(const QByteArray& refusal) const
{
    const bool asks = std::ranges::any_of(m_rows, [](const Row& row) { return !row.what.isAnswered; });
    return asks && (!refusal.contains("rate_limited") || refusal.contains("wrong passwords"));
}

void Flood::take(TestPeer& peer, qint64& bytes)
{
    for (const QByteArray& frame : peer.take()) {
        bytes += isEcho(frame) ? 0 : bytesIn({frame});
        m_toPlainReplies += &bytes == &m_toPlainAskers && isReply(frame) ? frame.size() : 0;
        if (isRefusal(frame) && !isMeant(frame))
            m_problems += QStringLiteral("refused: ") + QString::fromUtf8(frame);
    }
}

void Flood::expectAtMost(const char* what, qint64 found, qint64 bound)
{
    qInfo("%lld %s, of %lld", found, what, bound);
    if (found > bound)
        m_problems += QStringLiteral("%1 %2, of %3").arg(found).arg(QLatin1String(what)).arg(bound);
}

void Flood::checkCosts()
{
    Bound full;
    Bound plain;
    for (const Row& row : m_rows) {
        Bound& sum = row.what.isPlain ? plain : full;
        sum.calls += row.quota * row.what.bound.calls;
        sum.rows += row.quota * row.what.bound.rows;
        sum.reply += row.quota * row.what.bound.reply;
        sum.event += row.quota * row.what.bound.event;
    }
    expectAtMost("calls of the store", m_server.bill.calls, full.calls + plain.calls + m_echoed);
    expectAtMost("rows", m_server.bill.rows, full.rows + plain.rows);
    expectAtMost("bytes to the echo's client", m_toEcho, full.event + plain.event + m_echoed * echoBytes);
    // Each hears what is said in its rooms, and what it has asked for itself.
    expectAtMost("bytes to full askers", m_toAskers, full.reply + FullServer::askers * m_toEcho);
    expectAtMost("bytes to plain askers", m_toPlainAskers, plain.reply + FullServer::askers * m_toOneOfAudience);
    if (m_sent > 0 && full.reply == 0) {
        const qint64 factor = (m_toAudience + m_toPlainAskers - m_toPlainReplies) / m_sent;
        expectAtMost("bytes out for each byte in", factor, mostAmplification);
    }
}

/// That the limits were reached: one request more is refused.
void Flood::checkRefusals()
{
    for (Row& row : m_rows) {
        TestPeer& peer = row.what.isPlain   ? *row.plain[0]
                         : row.what.isFirst ? m_server.connectNearAsker()
                                            : *m_askers[0];
        peer.take();
        peer.inject(m_server.filledIn(row.what.frame, 0, "nothing"));
        const auto frames = peer.take();
        if (std::ranges::none_of(frames, [](const auto& frame) { return frame.contains("rate_limited"); }))
            m_problems += QString::fromUtf8(row.what.name()) + QStringLiteral(" has no limit: ") +
                          QString::fromUtf8(frames.empty() ? QByteArray("no answer") : frames.back().left(200));
    }
}

} // namespace parlance::test
