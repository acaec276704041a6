#include "net/epolldispatcher.h"
#include "net/passend.h"
#include "support/suite.h"

#include <QTest>
#include <QThread>

using namespace parlance;

/// The same with our loop, which tells where a pass ends, and with Qt's, which does not.
class PassEndTest final : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void oncePerPass_data()
    {
        QTest::addColumn<bool>("ours");
        QTest::newRow("ours") << true;
        QTest::newRow("Qt's own") << false;
    }

    void oncePerPass()
    {
        QFETCH(const bool, ours);
        int pending = 0;
        QList<int> taken;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            QEventLoop loop;
            QObject object;
            PassEnd end([&] {
                if (pending > 0)
                    taken += std::exchange(pending, 0);
            });
            const auto gather = [&](bool last) {
                QMetaObject::invokeMethod(
                    &object,
                    [&, last] {
                        for (int i = 0; i < 3; ++i) {
                            ++pending;
                            end.arm();
                        }
                        if (last)
                            QMetaObject::invokeMethod(
                                &object, [&] { loop.quit(); }, Qt::QueuedConnection);
                    },
                    Qt::QueuedConnection);
            };
            gather(false);
            gather(true);
            loop.exec();
        }));
        if (ours)
            thread->setEventDispatcher(new EpollDispatcher);
        thread->start();
        thread->wait();
        QCOMPARE(taken, QList<int>{6});
    }
};

PARLANCE_SUITE(passend, PassEndTest)
#include "passend_test.moc"
