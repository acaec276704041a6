#include "base/ids.h"

#include <QUuid>

namespace parlance {

QByteArray randomUuid()
{
    // QUuid draws from QRandomGenerator::system(), which is the kernel's generator.
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

} // namespace parlance
