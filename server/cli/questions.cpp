#include "cli/questions.h"

#include "app/output.h"

#include <iostream>
#include <string>
#include <unistd.h>

namespace parlance::cli {

bool Questions::canAsk()
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

QString Questions::read()
{
    std::string line;
    m_isOver = m_isOver || !std::getline(std::cin, line);
    return QString::fromStdString(line).trimmed();
}

int Questions::choose(const QString& question, const QStringList& choices)
{
    QString text = question + u'\n';
    for (qsizetype i = 0; i < choices.size(); ++i)
        text += QStringLiteral("  %1  %2\n").arg(i + 1).arg(choices[i]);
    print(stdout, text);
    while (!m_isOver) {
        const QString answer = line(QStringLiteral("1 to %1").arg(choices.size()), QStringLiteral("1"));
        const int number = answer.toInt();
        if (number >= 1 && number <= choices.size())
            return number - 1;
    }
    return 0;
}

QString Questions::line(const QString& question, const QString& unlessSaid)
{
    print(stdout, question + (unlessSaid.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(unlessSaid)) +
                      QStringLiteral(": "));
    const QString answer = read();
    return answer.isEmpty() ? unlessSaid : answer;
}

} // namespace parlance::cli
