#include "support/linkpair.h"

#include "support/frames.h"

#include <utility>

namespace parlance::test {

namespace {
constexpr unsigned abnormal = 1006;          // RFC 6455, 7.4.1
constexpr qint64 backlogCap = 1'536 * 1'024; // as the real link: 1 MiB and half a MiB of replies
} // namespace

bool Wire::deliverOne()
{
    if (m_underWay.empty())
        return false;
    const auto delivery = std::move(m_underWay.front());
    m_underWay.pop_front();
    delivery();
    return true;
}

void Wire::settle()
{
    while (deliverOne()) {
    }
}

/// What both ends know of a line. Each end is null once it has gone.
struct PairTransport::Line {
    PairTransport* client = nullptr;
    PairLink* server = nullptr;
    bool closing = false;            // nothing is sent any more, either way
    std::deque<QByteArray> toClient; // sent and not arrived: the server's backlog
    qint64 backlog = 0;
};

class PairLink final : public Link {
  public:
    using Line = PairTransport::Line;

    PairLink(Wire& wire, std::shared_ptr<Line> line)
        : m_wire(wire)
        , m_line(std::move(line))
    {
        m_line->server = this;
    }

    ~PairLink() override
    {
        m_line->server = nullptr;
        if (!m_line->closing)
            end(*m_line, m_wire, m_line, abnormal, {});
    }

    void observe(LinkObserver* observer) override { m_observer = observer; }

    void send(const QByteArray& text) override
    {
        if (m_line->closing)
            return;
        m_line->toClient.push_back(text);
        m_line->backlog += text.size();
        m_wire.post([line = m_line] { deliver(*line); });
        if (m_line->backlog > backlogCap)
            close(CloseCode::SlowConsumer);
    }

    void sendFrames(const QByteArray& frames, qsizetype from) override
    {
        for (const QByteArray& text : textsOf(QByteArrayView(frames).sliced(from)))
            send(text);
    }

    void close(CloseCode code) override
    {
        const std::string_view reason = info(code).reason;
        end(*m_line, m_wire, m_line, unsigned(code), QString::fromLatin1(reason.data(), qsizetype(reason.size())));
    }

    qint64 backlog() const override { return m_line->backlog; }

    void pauseReading(bool paused) override
    {
        m_paused = paused;
        if (!paused)
            m_wire.post([line = m_line] {
                if (line->server)
                    line->server->read();
            });
    }

    const QString& address() const override { return m_address; }

    void arrived(const QByteArray& text)
    {
        m_unread.push_back(text);
        read();
    }

    /// Gives the client what waits for it, unless it is stalled.
    static void deliver(Line& line)
    {
        while (line.client && !line.client->m_stalled && !line.toClient.empty()) {
            const QByteArray text = line.toClient.front();
            line.toClient.pop_front();
            line.backlog -= text.size();
            if (line.server)
                line.server->m_observer->drained();
            line.client->arrived(text);
            return;
        }
    }

    /// Both ends learn of it, behind what was sent before.
    static void end(Line& ended, Wire& wire, const std::shared_ptr<Line>& line, unsigned code, const QString& reason)
    {
        if (std::exchange(ended.closing, true))
            return;
        wire.post([line, code, reason] {
            if (line->client)
                line->client->ended(code, reason);
            if (line->server)
                line->server->m_observer->closed(); // destroys it
        });
    }

  private:
    void read()
    {
        while (!m_paused && !m_unread.empty() && !m_line->closing) {
            const QByteArray text = m_unread.front();
            m_unread.pop_front();
            m_observer->received(text);
        }
    }

    Wire& m_wire;
    const std::shared_ptr<Line> m_line;
    LinkObserver* m_observer = nullptr;
    std::deque<QByteArray> m_unread;
    bool m_paused = false;
    const QString m_address = QStringLiteral("127.0.0.1");
};

PairTransport::PairTransport(Wire& wire, Accept accept)
    : m_wire(wire)
    , m_accept(std::move(accept))
{}

PairTransport::~PairTransport()
{
    abort();
}

void PairTransport::open(const QUrl&)
{
    abort();
    m_line = std::make_shared<Line>();
    m_line->client = this;
    m_wire.post([line = m_line] {
        if (line->client)
            line->client->connected(line);
    });
}

void PairTransport::connected(const std::shared_ptr<Line>& line)
{
    if (!m_accept) {
        abort();
        return m_observer->failed(QStringLiteral("Nobody listens"));
    }
    m_accept(std::make_unique<PairLink>(m_wire, line));
    m_observer->opened();
}

void PairTransport::send(const QByteArray& text)
{
    if (!m_line || !m_line->server || m_line->closing)
        return;
    m_wire.post([line = m_line, text] {
        if (line->server && !line->closing)
            line->server->arrived(text);
    });
}

void PairTransport::close(CloseCode code, const QString& reason)
{
    if (m_line && m_line->server)
        PairLink::end(*m_line, m_wire, m_line, unsigned(code), reason);
}

void PairTransport::abort()
{
    const auto line = std::exchange(m_line, nullptr);
    if (!line)
        return;
    line->client = nullptr;
    if (line->server)
        PairLink::end(*line, m_wire, line, abnormal, {});
}

void PairTransport::sever()
{
    if (m_line && m_line->server) {
        m_line->toClient.clear();
        m_line->backlog = 0;
        PairLink::end(*m_line, m_wire, m_line, abnormal, {});
    }
}

void PairTransport::stall(bool stalled)
{
    m_stalled = stalled;
    if (stalled || !m_line)
        return;
    for (size_t i = 0; i < m_line->toClient.size(); ++i)
        m_wire.post([line = m_line] { PairLink::deliver(*line); });
}

void PairTransport::arrived(const QByteArray& text)
{
    if (m_lost > 0) {
        --m_lost;
        return;
    }
    m_transcript.push_back(text);
    m_observer->received(text);
}

void PairTransport::ended(unsigned code, const QString& reason)
{
    abort();
    m_observer->closed(code, reason);
}

} // namespace parlance::test
