#include "loop/cases.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance::test {

namespace {

Transcript reads()
{
    Transcript out;
    Loop loop(out);
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QString::fromLatin1(Line::read(line.near()));
        if (out.size() == 2)
            loop.end();
        else
            line.write(line.far(), "two");
    });
    line.write(line.far(), "one");
    loop.run();
    return out;
}

Transcript againWhileUnread()
{
    Transcript out;
    Loop loop(out);
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("ready");
        if (out.size() == 3)
            loop.end();
    });
    line.write(line.far());
    loop.run();
    return out;
}

Transcript writes()
{
    Transcript out;
    Loop loop(out);
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Write);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("room");
        notifier.setEnabled(false);
        loop.end();
    });
    loop.run();
    return out;
}

Transcript exceptions()
{
    Transcript out;
    Loop loop(out);
    // Out-of-band data, which only TCP has.
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int far = socket(AF_INET, SOCK_STREAM, 0);
    if (listen(listener, 1) != 0)
        return {QStringLiteral("no listener")};
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    if (connect(far, reinterpret_cast<sockaddr*>(&address), length) != 0)
        return {QStringLiteral("no connection")};
    const int near = accept(listener, nullptr, nullptr);
    QSocketNotifier notifier(near, QSocketNotifier::Exception);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("urgent");
        notifier.setEnabled(false);
        loop.end();
    });
    send(far, "!", 1, MSG_OOB);
    loop.run();
    for (const int descriptor : {near, far, listener})
        ::close(descriptor);
    return out;
}

Transcript bothOnOneDescriptor()
{
    Transcript out;
    Loop loop(out);
    Line line;
    QSocketNotifier reading(line.near(), QSocketNotifier::Read);
    QSocketNotifier writing(line.near(), QSocketNotifier::Write);
    QObject::connect(&writing, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("room");
        writing.setEnabled(false);
        line.write(line.far());
    });
    QObject::connect(&reading, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("ready");
        loop.end();
    });
    loop.run();
    return out;
}

Transcript disabledIsSilent()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("ready");
        loop.end();
    });
    notifier.setEnabled(false);
    line.write(line.far());
    QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] {
        out += QStringLiteral("enabled");
        notifier.setEnabled(true);
    });
    loop.run();
    return out;
}

/// Two that are ready at once: the first to be told puts an end to the other.
Transcript endedByAnother(bool deleted)
{
    Transcript out;
    Loop loop(out);
    QObject context;
    const std::array<Line, 2> lines;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
    for (size_t i = 0; i < 2; ++i) {
        notifiers[i] = std::make_unique<QSocketNotifier>(lines[i].near(), QSocketNotifier::Read);
        QObject::connect(notifiers[i].get(), &QSocketNotifier::activated, &context, [&, i] {
            out += QStringLiteral("ready");
            Line::read(lines[i].near());
            if (deleted)
                notifiers[1 - i].reset();
            else
                notifiers[1 - i]->setEnabled(false);
            QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { loop.end(); });
        });
        lines[i].write(lines[i].far());
    }
    loop.run();
    return out;
}

Transcript deletesItself()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    Line line;
    auto* notifier = new QSocketNotifier(line.near(), QSocketNotifier::Read);
    QObject::connect(notifier, &QSocketNotifier::activated, &context, [&] {
        out += QStringLiteral("ready");
        notifier->setEnabled(false);
        notifier->deleteLater();
        QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { loop.end(); });
    });
    line.write(line.far());
    loop.run();
    return out;
}

/// Of two that are ready, the first closes the other's descriptor and gives its number to a file that is not ready.
Transcript reusedDescriptor()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    std::array<Line, 2> lines;
    Line quiet;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
    std::unique_ptr<QSocketNotifier> later;
    int reused = -1;
    for (size_t i = 0; i < 2; ++i) {
        notifiers[i] = std::make_unique<QSocketNotifier>(lines[i].near(), QSocketNotifier::Read);
        QObject::connect(notifiers[i].get(), &QSocketNotifier::activated, &context, [&, i] {
            out += QStringLiteral("ready");
            Line::read(lines[i].near());
            notifiers[1 - i].reset();
            reused = lines[1 - i].near();
            lines[1 - i].close(reused);
            dup3(quiet.near(), reused, O_CLOEXEC);
            later = std::make_unique<QSocketNotifier>(reused, QSocketNotifier::Read);
            QObject::connect(later.get(), &QSocketNotifier::activated, &context, [&] {
                out += QString::fromLatin1(Line::read(reused));
                loop.end();
            });
            QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { quiet.write(quiet.far(), "meant"); });
        });
        lines[i].write(lines[i].far());
    }
    loop.run();
    later.reset();
    ::close(reused);
    return out;
}

Transcript farEndGoes()
{
    Transcript out;
    Loop loop(out);
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += Line::read(line.near()).isEmpty() ? QStringLiteral("end") : QStringLiteral("bytes");
        notifier.setEnabled(false);
        loop.end();
    });
    line.close(line.far());
    loop.run();
    return out;
}

Transcript aFileIsAlwaysReady()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int regular = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    QSocketNotifier notifier(regular, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QStringLiteral("ready");
        if (out.size() == 2) {
            notifier.setEnabled(false);
            QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { loop.end(); });
        }
    });
    loop.run();
    ::close(file);
    ::close(regular);
    return out;
}

/// A hundred that are always ready, and a timer.
Transcript aFloodStarvesNoTimer()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    const std::array<Line, 100> lines;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
    for (const Line& line : lines) {
        notifiers.push_back(std::make_unique<QSocketNotifier>(line.near(), QSocketNotifier::Read));
        line.write(line.far()); // and never read
    }
    QTimer timer;
    timer.callOnTimeout([&] {
        out += QStringLiteral("tick");
        if (out.size() == 3)
            loop.end();
    });
    timer.start(5);
    loop.run();
    return out;
}

} // namespace

std::vector<Row> notifierCases()
{
    return {
        {"reads", reads, "one, two"},
        {"again while unread", againWhileUnread, "ready, ready, ready"},
        {"writes", writes, "room"},
        {"exceptions", exceptions, "urgent"},
        {"both on one descriptor", bothOnOneDescriptor, "room, ready"},
        {"disabled is silent", disabledIsSilent, "enabled, ready"},
        {"disabled by another", [] { return endedByAnother(false); }, "ready"},
        {"deleted by another", [] { return endedByAnother(true); }, "ready"},
        {"deletes itself", deletesItself, "ready"},
        {"a descriptor used again", reusedDescriptor, "ready, meant"},
        {"the far end goes", farEndGoes, "end"},
        {"a regular file is always ready", aFileIsAlwaysReady, "ready, ready"},
        {"a flood starves no timer", aFloodStarvesNoTimer, "tick, tick, tick"},
    };
}

} // namespace parlance::test
