#include "cli/columns.h"

#include "app/logformat.h"

#include <QDateTime>
#include <QLocale>

namespace parlance::cli {

namespace {

constexpr qsizetype gap = 2; // between columns

qsizetype widthOf(const QString& cell)
{
    return cell.toUcs4().size();
}

} // namespace

QString columns(const std::vector<QStringList>& lines)
{
    std::vector<qsizetype> widths;
    std::vector<QStringList> safe;
    for (const QStringList& line : lines) {
        QStringList& cells = safe.emplace_back();
        for (const QString& cell : line)
            cells += safeLine(cell);
        widths.resize(std::max(widths.size(), size_t(cells.size())));
        for (qsizetype i = 0; i < cells.size(); ++i)
            widths[size_t(i)] = std::max(widths[size_t(i)], widthOf(cells[i]));
    }
    QString text;
    for (const QStringList& cells : safe) {
        for (qsizetype i = 0; i < cells.size(); ++i) {
            text += cells[i];
            if (i + 1 < cells.size())
                text += QString(widths[size_t(i)] - widthOf(cells[i]) + gap, u' ');
        }
        text += u'\n';
    }
    return text;
}

QString shownTime(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString shownNumber(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

QString counted(qint64 number, const QString& what)
{
    return shownNumber(number) + u' ' + what + (number == 1 ? QString() : QStringLiteral("s"));
}

} // namespace parlance::cli
