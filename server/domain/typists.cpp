#include "domain/typists.h"

#include "protocol/limits.h"

namespace parlance {

namespace {

constexpr int reminder = 5'000; // ms; below limits::typingForgotten with room for a late network

} // namespace

void Typists::started(const Present& who, int believedFor)
{
    const auto [found, isNew] = m_typists.try_emplace(who.id);
    Typist& typist = found->second;
    typist.name = who.username;
    const UserId user = who.id;
    typist.end = m_wheel.after(believedFor, [this, user] { stopped(user); });
    if (believedFor > limits::typingForgotten)
        typist.again = m_wheel.after(reminder, [this, user] { remind(user); });
    m_sink.typing(who, isNew ? TypingState::Begins : TypingState::GoesOn);
}

bool Typists::stopped(const UserId& user)
{
    const auto node = m_typists.extract(user);
    if (node.empty())
        return false;
    m_sink.typing({user, node.mapped().name}, TypingState::Ends);
    return true;
}

void Typists::remind(const UserId& user)
{
    Typist& typist = m_typists.at(user);
    typist.again = m_wheel.after(reminder, [this, user] { remind(user); });
    m_sink.typing({user, typist.name}, TypingState::GoesOn);
}

} // namespace parlance
