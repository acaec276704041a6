#pragma once

#include "models/account.h"
#include "ports/dialogs.h"

#include <QCoreApplication>

namespace parlance::client {

/// Tells people which rooms were deleted, with what they had written there and not sent, so that they can copy it.
/// Rooms that are deleted within a few seconds share one message, as after a server was started with an empty log.
/// Account and dialogs must outlive it.
class DeletedRooms {
    Q_DECLARE_TR_FUNCTIONS(DeletedRooms)

  public:
    DeletedRooms(Account& account, Dialogs& dialogs);

    void add(const RoomId& room, const RoomName& name);

  private:
    static constexpr qint64 gatheredFor = 2'000; // milliseconds from the first one on
    static constexpr qsizetype named = 8;        // rooms; of the others only the number is told

    QString unsentIn(const RoomId& room) const;
    void tell(const QString& name, const QString& unsent);
    void tellAll();

    struct Deleted {
        QString name;
        QString unsent;
    };

    Account& m_account;
    Dialogs& m_dialogs;
    std::vector<Deleted> m_untold;
    Deadline m_soon;
};

} // namespace parlance::client
