#pragma once

#include "ports/store.h"
#include "support/roomcalled.h"

/// Events for the tests of stores.
namespace parlance::test {

inline const RoomId general{"general"};

inline const UserId ann{"ann"};
inline const UserId bob{"bob"};

inline NewEvent draft(const UserId& author, const QByteArray& nonce, decltype(NewEvent::what) what)
{
    NewEvent e;
    e.room = general;
    e.author = author;
    e.authorName = QString::fromLatin1(author.text());
    e.authorship = Authorship::Unlisted; // who needs no membership
    e.nonce = Nonce(nonce);
    e.timestamp = 1'000;
    e.what = std::move(what);
    return e;
}

inline NewEvent message(const UserId& author, const QByteArray& nonce, const QString& text = QStringLiteral("hi"))
{
    return draft(author, nonce, NewMessage{MessageId("id-" + nonce), text, {}, {}});
}

/// When it happened, ms since 1970.
inline qint64 timeOf(const DurableEvent& event)
{
    return std::visit([](const auto& e) { return e.timestamp; }, event);
}

template <class T>
Done<T> into(std::optional<Result<T>>& slot)
{
    return [&slot](Result<T> result) { slot = std::move(result); };
}

} // namespace parlance::test
