#pragma once

#include "session/hub.h"

namespace parlance {

/// One request on its way to its reply. Whoever holds it must answer it: by reply(), done() or fail(). One that is
/// dropped instead is answered `internal`, so that no client waits for ever. The connection's next request begins when
/// the Call is destroyed, so what a handler does behind its reply still comes before that. Outlives its session
/// harmlessly.
class Call {
  public:
    Call(Hub& hub, const Session& session, Ref ref, std::optional<Nonce> nonce, Order order);
    ~Call();
    Call(Call&& other) noexcept;
    Call& operator=(Call&&) = delete;

    /// The session, if it is still there.
    Session* session() const { return m_hub->find(m_session); }
    SessionId sessionId() const { return m_session; }
    const UserId& user() const { return m_user; }

    /// The reply, with the request's ref.
    template <class Reply>
    void reply(Reply message)
    {
        if constexpr (requires { message.ref; })
            message.ref = m_ref;
        give(encode(message));
    }

    /// The same with `list` in place of what the message has in the field `member`.
    template <class Reply, class T>
    void reply(Reply message, T Reply::*member, const json::EncodedList& list)
    {
        if constexpr (requires { message.ref; })
            message.ref = m_ref;
        give(encode(message, member, list));
    }

    /// Nothing to say: `ok` if the request had a ref.
    void done();

    void fail(const Error& error);

    /// When the request came, in the clock's steady microseconds.
    qint64 requestedAt() const { return m_requestedAt; }

    /// The answer was given by other means.
    void answered() { m_answered = true; }

    const Ref& ref() const { return m_ref; }

  private:
    void give(const QByteArray& reply);
    void answer(const QByteArray& frame);

    Hub* m_hub; // null once moved from
    SessionId m_session;
    qint64 m_requestedAt;
    UserId m_user;
    Ref m_ref;
    std::optional<Nonce> m_nonce;
    Order m_order;
    bool m_answered = false;
};

} // namespace parlance
