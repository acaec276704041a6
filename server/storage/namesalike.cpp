#include "storage/namesalike.h"

#include "base/logging.h"
#include "storage/directorykey.h"
#include "text/names.h"

#include <algorithm>
#include <map>
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

/// The name with the smallest number, from this one on, that makes it unlike all others. Stores the number used in
/// `number`.
RoomName numbered(const RoomName& name, const std::set<QByteArray>& taken, int& number)
{
    for (;; ++number) {
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

/// Logs 50 ids a line, because the log drops most of many similar lines.
void report(const std::vector<Named*>& rooms)
{
    constexpr size_t perLine = 50;
    for (size_t first = 0; first < rooms.size(); first += perLine) {
        QByteArray ids;
        for (size_t i = first; i < std::min(rooms.size(), first + perLine); ++i)
            ids += ' ' + rooms[i]->room;
        qCWarning(logStore).noquote() << "These rooms have a number at the end of their names now, because others have "
                                         "the same names but for letter case. To rename one: parlanced rooms rename"
                                      << "ID NAME. Their ids:" << ids.constData();
    }
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
    // The last number given to each name. Counting from 2 every time takes minutes for ten thousand equal names.
    std::map<QByteArray, int> numbers;
    for (Named* room : later) {
        int& number = numbers.try_emplace(directoryKey(room->name), 2).first->second;
        room->name = numbered(room->name, taken, number);
        taken.insert(directoryKey(room->name));
    }
    report(later);
    Statement rename(database, "UPDATE rooms SET name = ?2, folded = ?3 WHERE id = ?1");
    for (const Named& room : rooms)
        rename(room.number, room.name.text(), directoryKey(room.name)).run();
}

} // namespace parlance
