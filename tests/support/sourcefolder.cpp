#include "support/sourcefolder.h"

namespace parlance::test {

QString sourceFolder()
{
    return QStringLiteral(PARLANCE_SOURCE_DIR);
}

} // namespace parlance::test
