#include "core/roomchanges.h"

#include "net/requests.h"

#include <utility>

namespace parlance::client {

Nonce RoomChanges::add(Done done)
{
    const Nonce nonce = Nonce::random();
    m_asked.emplace(nonce, std::move(done));
    return nonce;
}

void RoomChanges::hear(const FullEvent& event)
{
    if (const auto* topic = std::get_if<TopicChanged>(&event))
        answer(topic->nonce, Ok{});
    else if (const auto* changed = std::get_if<RoomChanged>(&event))
        answer(changed->nonce, Ok{});
    else if (const auto* sent = std::get_if<SentBefore>(&event))
        answer(sent->nonce, Ok{});
    else if (const auto* refused = std::get_if<ErrorReply>(&event); refused && refused->nonce)
        answer(*refused->nonce, toError(*refused));
}

void RoomChanges::answer(const Nonce& nonce, Result<Ok> result)
{
    if (auto node = m_asked.extract(nonce); !node.empty())
        node.mapped()(std::move(result));
}

void RoomChanges::failAll(const Error& error)
{
    for (auto& [nonce, done] : std::exchange(m_asked, {}))
        done(error);
}

} // namespace parlance::client
