#include "bench/storebench.h"

namespace parlance::bench {

NewEvent message(const RoomId& room, int sender)
{
    NewEvent event;
    event.authorship = Authorship::Unlisted;
    event.room = room;
    event.author = UserId("00000000-0000-4000-8000-" + QByteArray::number(100'000'000'000 + sender));
    event.authorName = QStringLiteral("Sender %1").arg(sender);
    event.nonce = Nonce::random();
    event.timestamp = 1'700'000'000'000;
    event.what =
        NewMessage{MessageId::random(),
                   QStringLiteral("A message of the usual length, which says that somebody will come later today."),
                   {},
                   {}};
    return event;
}

void fill(Bench& bench, const RoomId& room, int messages, const QString& text)
{
    bench.open(room);
    int sent = 0;
    int done = 0;
    while (done < messages) {
        for (; sent < messages && sent - done < 5'000; ++sent) {
            NewEvent event = message(room, sent % 100);
            if (!text.isEmpty())
                std::get<NewMessage>(event.what).text = text;
            bench.store().append(std::move(event), [&done](const auto&) { ++done; });
        }
        const int wanted = sent == messages ? messages : sent - 2'500;
        bench.run([&] { return done >= wanted; });
    }
}

} // namespace parlance::bench
