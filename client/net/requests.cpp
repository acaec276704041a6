#include "net/requests.h"

#include <utility>

namespace parlance::client {

Ref refOf(const FullEvent& event)
{
    return std::visit(
        [](const auto& e) -> Ref {
            if constexpr (requires { e.ref; })
                return e.ref;
            else
                return std::nullopt;
        },
        event);
}

Error toError(const ErrorReply& reply)
{
    const QByteArray name = reply.code.toLatin1();
    const auto code = errorCode(std::string_view(name.constData(), size_t(name.size())));
    return {code.value_or(ErrorCode::Internal), reply.message, reply.retryAfter, reply.field.value_or(QString())};
}

QString PendingRequests::add(Handler handler)
{
    m_handlers.emplace(++m_lastRef, std::move(handler));
    return QString::number(m_lastRef);
}

bool PendingRequests::answer(const QString& ref, Result<FullEvent> reply)
{
    auto node = m_handlers.extract(ref.toLongLong());
    if (node.empty())
        return false;
    node.mapped()(std::move(reply));
    return true;
}

void PendingRequests::failAll(const Error& error)
{
    m_lastRef = 0;
    auto handlers = std::exchange(m_handlers, {});
    for (auto& [ref, handler] : handlers)
        handler(error);
}

} // namespace parlance::client
