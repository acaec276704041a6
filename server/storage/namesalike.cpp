#include "storage/namesalike.h"

#include "base/logging.h"
#include "storage/directorykey.h"
#include "text/names.h"

#include <set>
#include <vector>

namespace parlance {

namespace {

struct Named {
    qint64 number = 0;
    QByteArray room;
    RoomName name;
};

/// The name in the spelling of today, without what is not allowed any more.
RoomName respelled(const QString& name)
{
    if (auto parsed = RoomName::parseCut(name))
        return *std::move(parsed);
    QString kept;
    for (const QChar unit : name) {
        if (unit.isLetterOrNumber() || unit.isSurrogate() || unit == u' ')
            kept += unit;
    }
    auto parsed = RoomName::parseCut(kept);
    return parsed ? *std::move(parsed) : *RoomName::parse(QStringLiteral("room"));
}

/// The name with the smallest number behind it that makes it unlike all others.
RoomName numbered(const RoomName& name, const std::set<QByteArray>& taken)
{
    for (int number = 2;; ++number) {
        const QString suffix = QStringLiteral(" %1").arg(number);
        const auto candidate = RoomName::parse(normalCut(name.text(), maxRoomName - int(suffix.size())) + suffix);
        if (candidate && !taken.contains(directoryKey(*candidate)))
            return *candidate;
    }
}

std::vector<Named> roomsIn(Database& database)
{
    std::vector<Named> rooms;
    Statement all(database, "SELECT id, room, name FROM rooms ORDER BY id");
    for (Cursor row = all(); row.next();)
        rooms.push_back({row.number(0), row.bytes(1), respelled(row.text(2))});
    return rooms;
}

} // namespace

void renameAlike(Database& database)
{
    std::vector<Named> rooms = roomsIn(database);
    std::set<QByteArray> taken;
    std::vector<Named*> later;
    for (Named& room : rooms) {
        if (!taken.insert(directoryKey(room.name)).second)
            later.push_back(&room);
    }
    for (Named* room : later) {
        room->name = numbered(room->name, taken);
        taken.insert(directoryKey(room->name));
        qCWarning(logStore).noquote() << "The room" << room->room
                                      << "has a number at the end of its name now: another room has the same name but "
                                         "for letter case. To rename it: parlanced rooms rename";
    }
    Statement rename(database, "UPDATE rooms SET name = ?2, folded = ?3 WHERE id = ?1");
    for (const Named& room : rooms)
        rename(room.number, room.name.text(), directoryKey(room.name)).run();
}

} // namespace parlance
