#include "faults/checker/truth.h"

#include <algorithm>
#include <ctime>

namespace parlance::faults {

namespace {

std::string where(const Record& row)
{
    return row.room + ' ' + std::to_string(row.seq);
}

} // namespace

Truth::Truth(std::vector<Record> dump, Report& report)
    : m_now(qint64(std::time(nullptr) + 1) * 1'000)
    , m_rows(std::move(dump))
{
    for (const Record& row : m_rows) {
        if (row.op == "member")
            m_members[row.room][row.author] = {row.author, row.text.value_or(""), row.read, false};
    }
    std::erase_if(m_rows, [](const Record& row) { return row.op == "member"; });
    std::ranges::stable_sort(m_rows, {}, [](const Record& row) { return std::pair(row.room, row.seq); });
    index(report);
}

void Truth::index(Report& report)
{
    for (const Record& row : m_rows) {
        auto& log = m_rooms[row.room];
        const qint64 n = (log.empty() ? 0 : log.back()->n) + (row.kind == "message");
        if (row.seq != std::ssize(log) + 1 || row.n != n) {
            report.violation("dense", where(row) + " with n " + std::to_string(row.n) + " follows " +
                                          std::to_string(log.size()) + " events and " + std::to_string(n) +
                                          " messages");
        }
        if (!log.empty() && row.at < log.back()->at)
            report.violation("time", where(row) + " was written before the event in front of it");
        if (row.at > m_now)
            report.violation("time", where(row) + " is from the future");
        log.push_back(&row);
        if (!m_byNonce.emplace(row.nonce, &row).second)
            report.violation("doubled", where(row) + " repeats the nonce " + row.nonce);
        if (row.kind != "message" && row.kind != "edited" && row.kind != "deleted")
            continue;
        if (row.kind == "message" && row.text)
            m_texts[*row.text] += 1;
        Message& message = m_messages[row.id];
        if (message.text)
            report.violation("kept", where(row) + " takes the place of a text that is there still");
        message = {row.text, row.seq, row.kind == "deleted"};
    }
    for (const auto& [id, message] : m_messages) {
        if (!message.text && !message.isDeleted)
            report.violation("kept", "of " + id + " no text is left, and nobody deleted it");
    }
}

const Record* Truth::at(const std::string& room, qint64 seq) const
{
    const auto log = m_rooms.find(room);
    if (log == m_rooms.end() || seq < 1 || seq > std::ssize(log->second))
        return nullptr;
    return log->second[size_t(seq - 1)];
}

const Record* Truth::byNonce(const std::string& nonce) const
{
    const auto found = m_byNonce.find(nonce);
    return found == m_byNonce.end() ? nullptr : found->second;
}

std::string Truth::log(const std::string& room) const
{
    const Record* first = at(room, 1);
    return first ? first->log : std::string();
}

const Truth::Members& Truth::members(const std::string& room) const
{
    static const Members nobody;
    const auto found = m_members.find(room);
    return found == m_members.end() ? nobody : found->second;
}

std::optional<std::string> Truth::nameOf(const std::string& author) const
{
    for (const auto& [room, members] : m_members) {
        if (const auto found = members.find(author); found != members.end())
            return found->second.text;
    }
    return std::nullopt;
}

int Truth::saying(const std::string& text) const
{
    const auto found = m_texts.find(text);
    return found == m_texts.end() ? 0 : found->second;
}

qint64 Truth::head(const std::string& room) const
{
    const auto log = m_rooms.find(room);
    return log == m_rooms.end() ? 0 : std::ssize(log->second);
}

std::optional<std::string> Truth::name(const std::string& room) const
{
    std::optional<std::string> last;
    if (const auto log = m_rooms.find(room); log != m_rooms.end()) {
        for (const Record* row : log->second) {
            if (row->kind == "room_changed")
                last = row->text;
        }
    }
    return last;
}

bool Truth::wasCalled(const std::string& room, const std::string& name) const
{
    const auto log = m_rooms.find(room);
    return log != m_rooms.end() && std::ranges::any_of(log->second, [&](const Record* row) {
               return row->kind == "room_changed" && row->author.empty() && row->text == name;
           });
}

const Truth::Message* Truth::message(const std::string& id) const
{
    const auto found = m_messages.find(id);
    return found == m_messages.end() ? nullptr : &found->second;
}

} // namespace parlance::faults
