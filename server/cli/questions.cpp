#include "cli/questions.h"

#include "app/output.h"

#include <iostream>
#include <string>
#include <termios.h>
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

QString Questions::secret(const QString& question)
{
    termios before{};
    const bool isTerminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
    termios quiet = before;
    quiet.c_lflag &= ~tcflag_t(ECHO);
    if (isTerminal)
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet); // before the question: the answer may come at once
    print(stdout, question + QStringLiteral(": "));
    const QString answer = read();
    if (isTerminal)
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    print(stdout, QStringLiteral("\n")); // that of the person was not shown
    return answer;
}

} // namespace parlance::cli
