// bench_view: what the desktop app's window needs for a room of 100,000 messages that are all at hand: to open it, to
// show one more, to scroll, to be resized. Each figure is the time until the pixels are there.
#include "bench/measure.h"
#include "ui/uiworld.h"

#include <QApplication>
#include <QScrollBar>

#include <cstdio>

using namespace parlance;
using namespace parlance::test;

namespace {

constexpr int total = 100'000;

/// Everything that waits to happen, and then the pixels.
void paint(Pair& w)
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    w.workspace->repaint();
}

void print(const char* what, bench::Samples& samples, double goal)
{
    std::printf("  %-28s median %6.2f ms, worst %6.2f ms (goal %.0f)\n", what, samples.at(0.5) / 1'000,
                samples.at(1) / 1'000, goal);
}

template <class Act>
bench::Samples measure(Pair& w, int times, Act act)
{
    bench::Samples samples;
    for (int i = 0; i < times; ++i) {
        paint(w);
        const double begun = bench::now();
        act(i);
        paint(w);
        samples.add(bench::now() - begun);
    }
    return samples;
}

void fill(Pair& w)
{
    w.account->client().connection().stop();
    for (int i = 0; i < total; ++i) {
        w.tom.say(QStringLiteral("Message %1: somebody will come %2, and brings what was asked for.")
                      .arg(i)
                      .arg(QStringLiteral("a little later today ").repeated(i % 7)));
        if (i % 100 == 0)
            w.world.settle();
    }
    w.world.settle();
    w.account->start();
    w.settle();
    for (int pages = 1; w.room().hasOlder(); ++pages) {
        if (pages % 90 == 0)
            w.pass(10'000); // a hundred pages in that time is what a server gives
        FetchHistory request;
        request.room = w.here();
        request.before = w.room().messages.front().seq;
        request.limit = limits::historyPage;
        w.account->client().history().fetch(request, [](const Result<HistoryPage>& page) {
            if (!page)
                qFatal("%s", qPrintable(page.error().message));
        });
        w.settle();
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    Pair w;
    RoomPane& pane = w.workspace->pane();
    pane.open({});
    fill(w);
    if (w.room().messages.size() != total)
        qFatal("%zu messages are at hand", w.room().messages.size());

    std::printf("a room of %d messages, all at hand, window of %d x %d:\n", total, w.workspace->width(),
                w.workspace->height());
    bench::Samples opening;
    for (int i = 0; i < 20; ++i) {
        pane.open({});
        bench::Samples once = measure(w, 1, [&](int) { pane.open(w.here()); });
        opening.add(once.at(0));
    }
    print("open", opening, 100);
    pane.catchUp();
    w.settle();
    bench::Samples appending = measure(w, 100, [&](int) {
        if (!w.account->client().say(w.here(), QStringLiteral("One more of the usual length, which says who comes.")))
            qFatal("not said");
    });
    print("append", appending, 6);
    w.settle();
    bench::Samples scrolling = measure(
        w, 200, [&](int) { w.view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub); });
    print("scroll by a step", scrolling, 8);
    bench::Samples paging =
        measure(w, 100, [&](int) { w.view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub); });
    print("scroll by a page", paging, 8);
    bench::Samples resizing = measure(w, 40, [&](int i) { w.workspace->resize(900 + i * 7, 700); });
    print("resize", resizing, 60);
    std::printf("  resident %.0f MB, with the server and its log in the same process\n", bench::residentMb());
    return 0;
}
