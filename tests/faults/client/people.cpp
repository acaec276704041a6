#include "faults/client/people.h"

#include <algorithm>

namespace parlance::faults {

namespace {

constexpr qint64 askAgain = 300; // ms

void writePerson(json::Writer& line, const UserId& user, const QString& name, bool isPresent)
{
    line.beginObject();
    line.key("author");
    line.ascii(ascii(user.text()));
    line.key("text");
    line.string(name);
    line.key("present");
    line.boolean(isPresent);
    line.endObject();
}

} // namespace

void People::deed(const RoomId& room)
{
    const client::RoomState* state = m_client.state().room(room);
    const int what = m_random.bounded(40);
    if (what < 30 && state)
        m_client.markRead(room, m_random.bounded(state->n + 1));
    else if (what < 36)
        leave(room);
    else
        rename();
}

/// The server takes five names a minute, and refuses more.
void People::rename()
{
    const QString former = m_client.state().identity.username.text();
    const auto name = UserName::parse(
        QStringLiteral("%1 (%2)").arg(former.section(u'(', 0, 0).trimmed()).arg(m_random.bounded(100'000)));
    if (!name)
        return;
    const auto note = [this, text = name->text(), number = ++m_names](std::string_view op) {
        m_history.add(op, {}, [&](json::Writer& line) {
            line.key("text");
            line.string(text);
            line.key("n");
            line.number(number);
        });
    };
    note("naming");
    m_client.connection().ask<UserRenamed>(Rename{*name, {}}, [note](const Result<UserRenamed>& renamed) {
        if (renamed)
            note("named");
    });
}

/// Only where nothing waits to be sent: that would fail.
void People::leave(const RoomId& room)
{
    const auto& entries = m_client.outbox().entries();
    const client::RoomState* state = m_client.state().room(room);
    if (!state || !state->live ||
        std::ranges::any_of(entries, [&](const client::OutboxEntry& entry) { return entry.room == room; }))
        return;
    m_client.leave(room, [this, room, name = state->name](const Result<Ok>&) {
        // Not at once: this may be within one of the client's calls.
        m_later[room] = m_wheel.after(askAgain, [this, name] { m_client.join(client::RoomRef(name)); });
    });
}

void People::report(std::function<void()> done)
{
    m_done = std::move(done);
    m_listed.clear();
    for (const auto& [room, state] : m_client.state().rooms)
        m_asked.insert(room);
    for (const RoomId& room : std::set(m_asked))
        ask(room, {});
}

void People::ask(const RoomId& room, const UserId& after)
{
    ListMembers request;
    request.room = room;
    if (!after.isEmpty())
        request.after = after;
    m_client.connection().ask<MembersPage>(
        request, [this, room, after](const Result<MembersPage>& page) { answered(room, after, page); });
}

void People::answered(const RoomId& room, const UserId& after, const Result<MembersPage>& page)
{
    if (!page) {
        m_later[room] = m_wheel.after(askAgain, [this, room, after] { ask(room, after); });
        return;
    }
    auto& all = m_listed[room];
    all.insert(all.end(), page->members.begin(), page->members.end());
    if (page->more)
        return ask(room, page->members.back().id);
    m_history.add("members", room, [&all](json::Writer& line) {
        line.key("people");
        line.beginArray();
        for (const Member& member : all)
            writePerson(line, member.id, member.username, member.present);
        line.endArray();
    });
    recordOwn(room);
    m_asked.erase(room);
    if (m_asked.empty())
        m_done();
}

/// What this client shows without asking.
void People::recordOwn(const RoomId& room)
{
    const client::RoomState& state = *m_client.state().room(room);
    m_history.add("present", room, [&](json::Writer& line) {
        line.key("read");
        line.number(state.read);
        line.key("people");
        line.beginArray();
        for (const auto& [user, name] : state.present)
            writePerson(line, user, name, true);
        line.endArray();
    });
}

} // namespace parlance::faults
