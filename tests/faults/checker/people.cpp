#include "faults/checker/failovers.h"

#include <set>

namespace parlance::faults {

namespace {

/// Whose programs are there when everybody is told who is where: those that end after it has become quiet. Each by the
/// identity that it had last.
std::set<std::string> presentAuthors(const std::vector<Record>& records)
{
    std::map<std::string, std::string> identities; // by client
    std::set<std::string> present;
    bool isQuiet = false;
    for (const Record& record : records) {
        isQuiet |= record.op == "quiet";
        if (record.op == "identity")
            identities[record.client] = record.author;
        if (record.op == "head" && isQuiet)
            present.insert(identities[record.client]);
    }
    return present;
}

/// Compares what one client was told, or shows, with the database.
class Told {
  public:
    Told(const Record& record, const Truth& truth, const std::set<std::string>& present, Report& report)
        : m_record(record)
        , m_members(truth.members(record.room))
        , m_present(present)
        , m_report(report)
    {}

    void checkMembers()
    {
        std::set<std::string> named;
        for (const Person& person : m_record.people) {
            named.insert(person.author);
            const auto member = m_members.find(person.author);
            if (member == m_members.end())
                violate("people", person.author + " as a member, who is none");
            else if (member->second.text != person.text)
                violate("people", person.author + " as " + person.text + ", who is called " + member->second.text);
            if (person.isPresent != m_present.contains(person.author))
                violate("presence", person.author + (person.isPresent ? " as present" : " as away"));
        }
        for (const auto& [author, member] : m_members) {
            if (!named.contains(author))
                violate("people", author + " not as a member, who is one");
        }
    }

    /// `mark`: of the client itself.
    void checkMark(const std::string& client, qint64 mark)
    {
        const auto member = m_members.find(client);
        if (member != m_members.end() && member->second.read != mark)
            violate("people",
                    "its mark at " + std::to_string(mark) + ", which is at " + std::to_string(member->second.read));
    }

    void checkPresent()
    {
        std::set<std::string> named;
        for (const Person& person : m_record.people) {
            named.insert(person.author);
            const auto member = m_members.find(person.author);
            if (!m_present.contains(person.author))
                violate("presence", person.author + " as present, who is not");
            else if (member != m_members.end() && member->second.text != person.text)
                violate("people", person.author + " as " + person.text + ", who is called " + member->second.text);
        }
        for (const std::string& author : m_present) {
            if (!named.contains(author))
                violate("presence", author + " not as present, who is");
        }
    }

  private:
    void violate(const std::string& rule, const std::string& what)
    {
        m_report.violation(rule, m_record.client + (m_record.op == "members" ? " is told of " : " shows ") + what +
                                     ", in " + m_record.room + " at " + std::to_string(m_record.time));
    }

    const Record& m_record;
    const Truth::Members& m_members;
    const std::set<std::string>& m_present;
    Report& m_report;
};

/// A name that was acknowledged stays until its owner asks for another.
void checkNames(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, Report& report)
{
    struct Names {
        std::string author;
        std::map<qint64, std::string> mayBe; ///< by the number of the request, counted over all starts
        qint64 started = 0;                  ///< requests of former starts
        qint64 last = 0;
        bool isKnown = false;
    };
    std::map<std::string, Names> byClient;
    for (const Record& record : records) {
        Names& names = byClient[record.client];
        if (record.op == "start")
            names.started = names.last;
        else if (record.op == "identity" && names.author != record.author)
            names = {record.author, {}, 0, 0, false};
        else if (record.op == "naming")
            names.mayBe[names.last = names.started + record.n] = record.text.value_or("");
        if (record.op != "named" || failovers.mayBeGone(record))
            continue;
        names.mayBe.erase(names.mayBe.begin(), names.mayBe.find(names.started + record.n));
        names.isKnown = true;
    }
    for (const auto& [client, names] : byClient) {
        const auto name = names.isKnown ? truth.nameOf(names.author) : std::nullopt;
        bool isOne = !name;
        for (const auto& [number, text] : names.mayBe)
            isOne |= name == text;
        if (!isOne)
            report.violation("lost", client + "'s name, which is " + *name + " in the end");
    }
}

} // namespace

void checkPeople(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, Report& report)
{
    const std::set<std::string> present = presentAuthors(records);
    std::map<std::string, std::string> identities; // by client
    bool isQuiet = false;
    for (const Record& record : records) {
        isQuiet |= record.op == "quiet";
        if (record.op == "identity")
            identities[record.client] = record.author;
        Told told(record, truth, present, report);
        if (record.op == "members")
            told.checkMembers();
        if (record.op == "present") {
            told.checkPresent();
            told.checkMark(identities[record.client], record.read);
        }
        if (record.op == "joined" && isQuiet && record.read >= 0)
            told.checkMark(identities[record.client], record.read);
    }
    checkNames(records, truth, failovers, report);
}

} // namespace parlance::faults
