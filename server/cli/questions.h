#pragma once

#include <QString>
#include <QStringList>

namespace parlance::cli {

/// Asks people on the terminal; blocking, so for sub-commands that do nothing else.
class Questions {
  public:
    /// Whether somebody sits there.
    static bool canAsk();

    /// The choice that was made, as its place in the list; the first is what Enter takes.
    int choose(const QString& question, const QStringList& choices);

    /// A line; what Enter takes is shown.
    QString line(const QString& question, const QString& unlessSaid = {});

    /// A line that nobody else is to see: it is not shown while it is typed.
    QString secret(const QString& question);

    /// Nobody answers any more (Ctrl+D): what was asked last has no answer.
    bool isOver() const { return m_isOver; }

  private:
    QString read();

    bool m_isOver = false;
};

} // namespace parlance::cli
