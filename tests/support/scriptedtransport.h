#pragma once

#include "ports/transport.h"
#include "support/where.h"

#include <QTest>

#include <deque>

namespace parlance::test {

/// A Transport that a test plays the server for, so that a test reads as the transcript of a conversation:
///
///     transport.opens();
///     transport.expect(R"({"type":"hello", ...})");
///     transport.inject(R"({"type":"welcome", ...})");
///
/// A frame that was not expected, or none where one was, fails the test and the transcript goes on.
class ScriptedTransport final : public client::Transport {
  public:
    using Where = test::Where;

    void setObserver(client::TransportObserver* observer) override { m_observer = observer; }

    void open(const QUrl& url) override
    {
        abort();
        m_url = url;
        m_opening = true;
        ++m_attempts;
    }

    void send(const QByteArray& text) override
    {
        if (!m_open)
            return;
        m_sent.push_back(text);
        if (m_onSent)
            m_onSent();
    }

    void close(CloseCode code, const QString&) override
    {
        if (m_open)
            m_goodbye = code;
    }

    void abort() override
    {
        m_open = false;
        m_opening = false;
    }

    // What the test does.

    /// Called with every frame that is sent.
    void onSent(std::function<void()> call) { m_onSent = std::move(call); }

    /// The attempt succeeds.
    void opens(Where where = Where::current())
    {
        check(m_opening, "an attempt", "none", where);
        m_opening = false;
        m_open = true;
        m_observer->opened();
    }

    /// The attempt fails.
    void fails(Where where = Where::current())
    {
        check(m_opening, "an attempt", "none", where);
        abort();
        m_observer->failed(QStringLiteral("Connection refused"));
    }

    /// The server ends it.
    void closes(unsigned code, const QString& reason = {})
    {
        abort();
        m_observer->closed(code, reason);
    }

    /// The next frame that was sent.
    void expect(const QByteArray& frame, Where where = Where::current())
    {
        const QByteArray sent = m_sent.empty() ? QByteArray("nothing") : m_sent.front();
        if (!m_sent.empty())
            m_sent.pop_front();
        check(sent == frame, frame, sent, where);
    }

    /// Nothing was sent that was not expected.
    void expectNothing(Where where = Where::current())
    {
        if (!m_sent.empty())
            check(false, "nothing", m_sent.front(), where);
        m_sent.clear();
    }

    void inject(const QByteArray& frame, Where where = Where::current())
    {
        check(m_open, "an open connection", "none", where);
        if (m_open)
            m_observer->received(frame);
    }

    QByteArray takeSent()
    {
        const QByteArray frame = m_sent.empty() ? QByteArray() : m_sent.front();
        if (!m_sent.empty())
            m_sent.pop_front();
        return frame;
    }

    const QUrl& url() const { return m_url; }
    bool isOpening() const { return m_opening; }
    bool isOpen() const { return m_open; }
    int attempts() const { return m_attempts; }
    std::optional<CloseCode> goodbye() const { return m_goodbye; }

  private:
    static void check(bool ok, const QByteArray& expected, const QByteArray& found, Where where)
    {
        const QByteArray message = "expected " + expected + "\n   found    " + found;
        QTest::qVerify(ok, "transcript", message.constData(), where.fileName(), where.line());
    }

    std::function<void()> m_onSent;
    client::TransportObserver* m_observer = nullptr;
    QUrl m_url;
    std::deque<QByteArray> m_sent;
    bool m_opening = false;
    bool m_open = false;
    int m_attempts = 0;
    std::optional<CloseCode> m_goodbye;
};

} // namespace parlance::test
