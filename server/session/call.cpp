#include "session/call.h"

#include "base/logging.h"
#include "session/session.h"

#include <utility>

namespace parlance {

Call::Call(Hub& hub, const Session& session, Ref ref, std::optional<Nonce> nonce, Order order)
    : m_hub(&hub)
    , m_session(session.id())
    , m_requestedAt(session.requestedAt())
    , m_user(session.user())
    , m_ref(std::move(ref))
    , m_nonce(std::move(nonce))
    , m_order(order)
{}

Call::Call(Call&& other) noexcept
    : m_hub(std::exchange(other.m_hub, nullptr))
    , m_session(other.m_session)
    , m_requestedAt(other.m_requestedAt)
    , m_user(std::move(other.m_user))
    , m_ref(std::move(other.m_ref))
    , m_nonce(std::move(other.m_nonce))
    , m_order(other.m_order)
    , m_answered(other.m_answered)
{}

Call::~Call()
{
    if (!m_hub || !session())
        return;
    if (!m_answered && !session()->isClosing()) {
        qCCritical(logSession) << m_session << "a request was dropped without an answer";
        fail({ErrorCode::Internal, QStringLiteral("The server made a mistake"), {}});
    }
    session()->finished(m_order);
}

void Call::done()
{
    answer(m_ref ? encode(Ok{*m_ref}) : QByteArray());
}

void Call::fail(const Error& error)
{
    answer(encode(errorReply(error, m_ref, m_nonce)));
    const bool isServersFault = error.code == ErrorCode::Busy || error.code == ErrorCode::Internal;
    if (Session* asker = session(); asker && !isServersFault)
        asker->refused();
}

void Call::give(const QByteArray& reply)
{
    answer(reply);
    if (Session* to = session())
        to->replied(reply.size());
}

void Call::answer(const QByteArray& frame)
{
    m_answered = true;
    if (Session* to = session(); to && !frame.isEmpty())
        to->send(frame);
}

} // namespace parlance
