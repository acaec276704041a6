#pragma once

#include "text/names.h"

#include <QObject>

namespace parlance::client {

class Dialogs;
class RoomActions;
class RoomPane;

/// Carries out the commands that people enter in place of a message, in the room that is open. What it refuses stays in
/// the composer, to be put right. All that it is given must outlive it.
class Commands final : public QObject {
    Q_OBJECT

  public:
    Commands(RoomPane& pane, RoomActions& actions, Dialogs& dialogs);

    /// As readTyped() gives them.
    void run(const QString& command, const QString& text);

  Q_SIGNALS:
    void roomWanted(const RoomName& name);
    void nameWanted(const QString& name); ///< of one's own, as it was typed
    void helpWanted();

  private:
    void join(const QString& typed);

    RoomPane& m_pane;
    RoomActions& m_actions;
    Dialogs& m_dialogs;
};

} // namespace parlance::client
