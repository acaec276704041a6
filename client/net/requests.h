#pragma once

#include "base/callback.h"
#include "base/result.h"
#include "protocol/registry.h"

#include <map>

namespace parlance::client {

/// The ref that an event carries back, if any.
Ref refOf(const FullEvent& event);

/// An error as the server told it. A code that this program is too old to know becomes Internal; the text is kept.
Error toError(const ErrorReply& reply);

/// Which reply belongs to which request. Every callback is called exactly once: with the reply, with the server's
/// error, or with Busy when the connection was lost, after which nobody knows whether the request took effect.
class PendingRequests {
  public:
    static constexpr size_t limit = 1'000; ///< a server reads at most 64 ahead, so more would wait for nothing

    /// The ref to send with the request.
    template <class Reply>
    QString add(Callback<void(Result<Reply>)> callback)
    {
        return add(Handler([callback = std::move(callback)](Result<FullEvent> event) mutable {
            callback(narrowed<Reply>(std::move(event)));
        }));
    }

    bool isFull() const { return m_handlers.size() >= limit; }

    /// False: nobody asked with that ref.
    bool answer(const QString& ref, Result<FullEvent> reply);

    /// Refs begin anew. The callbacks may ask again, and fail then.
    void failAll(const Error& error);

  private:
    using Handler = Callback<void(Result<FullEvent>)>;

    QString add(Handler handler);

    template <class Reply>
    static Result<Reply> narrowed(Result<FullEvent> event)
    {
        if (!event)
            return event.error();
        if (auto* reply = std::get_if<Reply>(&*event))
            return std::move(*reply);
        if (const auto* error = std::get_if<ErrorReply>(&*event))
            return toError(*error);
        return Error{
            ErrorCode::Internal, QStringLiteral("The server answered with something else than was asked for"), {}};
    }

    std::map<qint64, Handler> m_handlers; // in the order of asking
    qint64 m_lastRef = 0;
};

} // namespace parlance::client
