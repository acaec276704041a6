#include "loop/cases.h"
#include "net/epolldispatcher.h"
#include "support/suite.h"

#include <QTest>
#include <QThread>

using namespace parlance;
using namespace parlance::test;

Q_DECLARE_METATYPE(Case)

namespace {

enum class Dispatcher { Qt, Epoll };

/// Runs a case in a thread of its own, whose loop is of that kind.
class CaseThread final : public QThread {
  public:
    CaseThread(Dispatcher dispatcher, Case body)
        : m_body(std::move(body))
    {
        if (dispatcher == Dispatcher::Epoll)
            setEventDispatcher(new EpollDispatcher); // the thread owns it
    }

    Transcript transcript;

  protected:
    void run() override { transcript = m_body(); }

  private:
    const Case m_body;
};

} // namespace

/// One table of cases, for Qt's own loop and for ours: the same transcript.
class DispatcherTest final : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Of Qt's two loops the one that is Qt's alone; GLib's ignores ExcludeSocketNotifiers.
    void initTestCase() { qputenv("QT_NO_THREADED_GLIB", "1"); }

    void behaves_data()
    {
        QTest::addColumn<Dispatcher>("dispatcher");
        QTest::addColumn<Case>("body");
        QTest::addColumn<QString>("expected");
        for (const auto& table : {timerCases(), notifierCases(), loopCases()}) {
            for (const auto& [name, body, expected] : table) {
                QTest::addRow("%s, Qt's own", name) << Dispatcher::Qt << body << QString::fromLatin1(expected);
                QTest::addRow("%s", name) << Dispatcher::Epoll << body << QString::fromLatin1(expected);
            }
        }
    }

    void behaves()
    {
        QFETCH(const Dispatcher, dispatcher);
        QFETCH(const Case, body);
        QFETCH(const QString, expected);
        CaseThread thread(dispatcher, body);
        thread.start();
        thread.wait();
        QCOMPARE(thread.transcript.join(QStringLiteral(", ")), expected);
    }

    void everyPassEndsWithTheHook()
    {
        QStringList order;
        QThread thread;
        auto* loop = new EpollDispatcher;
        thread.setEventDispatcher(loop);
        loop->setEndOfPass([&] {
            if (order.isEmpty() || order.last() != QLatin1String("end"))
                order += QStringLiteral("end");
        });
        QObject object;
        object.moveToThread(&thread);
        const auto post = [&](const QString& what, auto next) {
            QMetaObject::invokeMethod(
                &object,
                [&order, what, next] {
                    order += what;
                    next();
                },
                Qt::QueuedConnection);
        };
        // One event posts the next, for ever: the loop never waits, and yet each pass ends.
        post(QStringLiteral("first"),
             [&] { post(QStringLiteral("second"), [&] { post(QStringLiteral("third"), [&] { thread.quit(); }); }); });
        thread.start();
        thread.wait();
        const QString all = order.join(u' ');
        QCOMPARE(all.mid(all.indexOf(QLatin1String("first"))), QStringLiteral("first end second end third end"));
    }
};

PARLANCE_SUITE(dispatcher, DispatcherTest)
#include "dispatcher_test.moc"
