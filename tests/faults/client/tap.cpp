#include "faults/client/tap.h"

#include "protocol/codec.h"

namespace parlance::faults {

namespace {

constexpr int doubledWrites = 10; // one in so many

}

void Tap::send(const QByteArray& text)
{
    bool isWrite = false;
    if (const auto envelope = decodeEnvelope(text)) {
        const auto request = decodeFullRequest(*envelope);
        if (const auto* join = request ? std::get_if<JoinRoom>(&*request) : nullptr; join && join->room)
            m_asked[*join->room] = join->since;
        if (request)
            noteRenaming(*request);
        isWrite = request &&
                  (std::holds_alternative<SendMessage>(*request) || std::holds_alternative<EditMessage>(*request) ||
                   std::holds_alternative<DeleteMessage>(*request));
    }
    m_line.send(text);
    if (isWrite && ++m_writes % doubledWrites == 0)
        m_line.send(text);
}

/// The client asks for a name once and keeps nothing of it, so what becomes of it is known here only.
void Tap::noteRenaming(const FullRequest& request)
{
    const auto* renaming = std::get_if<SetRoom>(&request);
    if (!renaming)
        return;
    m_renamings.emplace(renaming->nonce, renaming->room);
    m_history.add("invoke", renaming->room, [renaming](json::Writer& line) {
        line.key("kind");
        line.ascii(RoomChanged::type);
        line.key("nonce");
        line.string(QString::fromLatin1(renaming->nonce.text()));
        line.key("text");
        line.string(renaming->name.text());
    });
}

void Tap::noteOutcome(const FullEvent& event)
{
    const auto* changed = std::get_if<RoomChanged>(&event);
    const auto* error = std::get_if<ErrorReply>(&event);
    const auto nonce = changed ? std::optional(changed->nonce) : error ? error->nonce : std::nullopt;
    const auto asked = nonce ? m_renamings.find(*nonce) : m_renamings.end();
    if (asked == m_renamings.end())
        return;
    m_history.add(changed ? "ok" : "fail", asked->second, [&](json::Writer& line) {
        line.key("nonce");
        line.string(QString::fromLatin1(nonce->text()));
        if (error) {
            line.key("why");
            line.string(error->message);
        }
    });
    m_renamings.erase(asked);
}

void Tap::opened()
{
    m_history.add("open", {}, [](json::Writer&) {});
    m_observer->opened();
}

void Tap::received(const QByteArray& text)
{
    const auto event = decodeFullEvent(text);
    if (!event)
        qWarning("not understood: %s", text.constData());
    else
        noteOutcome(*event);
    if (const auto* joined = event ? std::get_if<Joined>(&*event) : nullptr) {
        const bool goesOn = joined->events && !joined->reset.value_or(false);
        m_history.add("joined", joined->room, [&](json::Writer& line) {
            line.key("log");
            line.ascii(ascii(joined->log.text()));
            line.key("read");
            line.number(joined->read);
            line.key("head");
            line.number(joined->head);
            line.key("more");
            line.boolean(joined->more.value_or(false));
            if (!goesOn)
                return;
            line.key("since");
            line.number(m_asked[joined->room].value_or(-1));
            line.key("seqs");
            line.beginArray();
            for (const LogEntry& each : *joined->events)
                line.number(seqOf(each));
            line.endArray();
        });
    } else if (const auto* sent = event ? std::get_if<SentBefore>(&*event) : nullptr) {
        m_history.add("sent", sent->room, [sent](json::Writer& line) {
            line.key("nonce");
            line.ascii({sent->nonce.text().constData(), size_t(sent->nonce.text().size())});
            line.key("seq");
            line.number(sent->seq);
        });
    } else if (event) {
        std::visit(
            [this](const auto& e) {
                if constexpr (requires { LogEntry(e); })
                    m_history.add("frame", e.room, [&e](json::Writer& line) {
                        line.key("seq");
                        line.number(e.seq);
                        if constexpr (requires { e.nonce; }) {
                            line.key("nonce");
                            line.ascii(ascii(e.nonce.text()));
                        }
                    });
            },
            *event);
    }
    m_observer->received(text);
}

} // namespace parlance::faults
