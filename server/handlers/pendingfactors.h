#pragma once

#include "ports/accountrecords.h"
#include "ports/sessionid.h"

#include <unordered_map>

namespace parlance {

/// What waits for a code: people whose password was right, and secrets that nobody has proved yet to have in their app.
/// Both belong to the connection and end with it, so a ticket is worth nothing on another.
class PendingFactors {
  public:
    /// Wrong codes after which the password must be given again.
    static constexpr int mostWrong = 5;

    struct SigningIn {
        QString ticket;
        AccountRow account;
        DeviceId former; ///< see Tries
        QString device;  ///< what the new one is called
        int wrong = 0;
    };

    void add(SessionId session, SigningIn waiting) { m_signingIn[session] = std::move(waiting); }

    /// Null for a ticket that was not given to this connection, or is used up.
    SigningIn* find(SessionId session, const QString& ticket)
    {
        const auto found = m_signingIn.find(session);
        return found == m_signingIn.end() || found->second.ticket != ticket ? nullptr : &found->second;
    }
    void remove(SessionId session) { m_signingIn.erase(session); }

    void offer(SessionId session, const QByteArray& secret) { m_offered[session] = secret; }
    /// The secret that was offered last on this connection; empty if none was.
    QByteArray offered(SessionId session) const
    {
        const auto found = m_offered.find(session);
        return found == m_offered.end() ? QByteArray() : found->second;
    }

    /// The connection has ended.
    void departed(SessionId session)
    {
        m_signingIn.erase(session);
        m_offered.erase(session);
    }

  private:
    std::unordered_map<SessionId, SigningIn> m_signingIn;
    std::unordered_map<SessionId, QByteArray> m_offered;
};

} // namespace parlance
