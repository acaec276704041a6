#pragma once

#include "command/authors.h"
#include "session/requesthandler.h"

namespace parlance {

/// Turns an envelope into a typed request, checks what its row of the table demands, and calls its handler.
class Dispatcher final : public RequestHandler {
  public:
    explicit Dispatcher(Services services)
        : m_services(services)
    {}

    Order orderOf(const Session& session, const Envelope& request) const override;
    void handle(Session& session, const Envelope& request) override;
    void replied(Session& session, qint64 bytes) override;
    void presenceMissed(Session& session, const RoomId& room) override;
    void departed(Session& session) override;

  private:
    template <class Variant>
    void dispatch(Session& session, Call call, const Result<Variant>& request);
    template <class Request>
    void perform(Session& session, Call call, const Request& request);
    template <class Request>
    void performAsMember(Call call, const Request& request);
    template <class Request>
    void performAsAuthor(Call call, const Request& request);

    Services m_services;
    Authors m_authors{m_services};
};

} // namespace parlance
