#include "domain/typists.h"

namespace parlance {

namespace {

constexpr int reminder = 5'000; // ms; below limits::typingForgotten with room for a late network

} // namespace

void Typists::started(const Present& who, bool plain)
{
    const auto [found, isNew] = m_typists.try_emplace(who.id);
    Typist& typist = found->second;
    typist.name = who.username;
    const UserId user = who.id;
    typist.end =
        m_wheel.after(plain ? limits::plainTypingExpiry : limits::typingExpiry, [this, user] { stopped(user); });
    if (plain)
        typist.again = m_wheel.after(reminder, [this, user] { remind(user); });
    tellFull(user, typist.name, true);
    if (isNew)
        tellPlain(user, typist.name, true);
}

void Typists::stopped(const UserId& user)
{
    const auto node = m_typists.extract(user);
    if (node.empty())
        return;
    tellFull(user, node.mapped().name, false);
    tellPlain(user, node.mapped().name, false);
}

void Typists::remind(const UserId& user)
{
    Typist& typist = m_typists.at(user);
    typist.again = m_wheel.after(reminder, [this, user] { remind(user); });
    tellFull(user, typist.name, true);
}

void Typists::tellFull(const UserId& user, const QString& name, bool isTyping)
{
    m_sink.toFull(m_room, TypingChanged{m_room, user, name, isTyping}, user);
}

void Typists::tellPlain(const UserId& user, const QString& name, bool isTyping)
{
    m_sink.toPlain(m_room, plain::Typing{user, name, isTyping}, user);
}

} // namespace parlance
