#include <QByteArray>
#include <QDateTime>

#include <chrono>

/// Takes the place of Qt's in this program: all its wall-clock times come from here. PARLANCE_CLOCK says by how many
/// milliseconds this machine's clock is wrong.
qint64 QDateTime::currentMSecsSinceEpoch() noexcept
{
    using namespace std::chrono;
    static const qint64 error = qgetenv("PARLANCE_CLOCK").toLongLong();
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + error;
}
