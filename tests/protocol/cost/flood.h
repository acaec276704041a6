#pragma once

#include "protocol/cost/cases.h"
#include "protocol/cost/fullserver.h"

#include <QStringList>

#include <map>

namespace parlance::test {

/// All askers of one address make requests as often as its limits allow, while a client at another address echoes: it
/// says something twice a second and must hear it before time goes on. Ten seconds of the manual clock. Operations and
/// bytes are counted and nothing is timed.
class Flood {
  public:
    static constexpr qint64 length = 10'000; ///< ms

    /// `rows` share what the address may do: two ways to do the same get half of it each.
    Flood(FullServer& server, const std::vector<Case>& rows);
    ~Flood();

    /// What did not hold, a line each; empty if all did.
    QStringList run();

  private:
    /// A way to make a request, how often it is to be made, and who makes it.
    struct Row {
        Case what;
        qint64 quota = 0;
        qint64 made = 0;
        qint64 first = 0; ///< the asker that begins, so that all of them have done as much when they share a limit
        std::vector<TestPeer*> plain; ///< empty for full clients
    };

    std::vector<TestPeer*> ours() const;
    void connect();
    void prepareOwnMessages();
    void tick(qint64 sinceStart);
    void make(Row& row);
    void echo();
    void listen();
    void hear(const QByteArray& frame);
    bool isMeant(const QByteArray& refusal) const;
    void take(TestPeer& peer, qint64& bytes);
    void checkCosts();
    void checkRefusals();
    void expectAtMost(const char* what, qint64 found, qint64 bound);

    FullServer& m_server;
    std::vector<Row> m_rows;
    std::vector<TestPeer*> m_askers;
    std::vector<TestPeer*> m_greeters;            // each has said hello once
    std::vector<TestPeer*> m_audience;            // plain clients that say nothing
    std::map<int, std::vector<QByteArray>> m_own; // messages of each asker, for those that edit and delete

    int m_echoed = 0;
    int m_answered = 0;
    std::map<QByteArray, qint64> m_heads; // the seq that the echo's client heard last, by room
    qint64 m_sent = 0;                    // bytes, by plain clients
    qint64 m_toAskers = 0;                // bytes
    qint64 m_toPlainAskers = 0;           // bytes
    qint64 m_toPlainReplies = 0;          // bytes of these, in replies
    qint64 m_toEcho = 0;                  // bytes
    qint64 m_toAudience = 0;              // bytes
    qint64 m_toOneOfAudience = 0;         // bytes
    QStringList m_problems;
};

} // namespace parlance::test
