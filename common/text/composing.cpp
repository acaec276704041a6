#include "text/composing.h"

namespace parlance {

QString composed(QStringView text)
{
    const QString all = text.toString();
    return all.size() > longestComposed ? all : all.normalized(QString::NormalizationForm_C);
}

} // namespace parlance
