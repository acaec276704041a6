#include "faults/checker/record.h"

#include "json/value.h"

#include <QFile>

namespace parlance::faults {

namespace {

void take(const json::Object& line, std::string_view key, std::string& into)
{
    const json::Value* value = line.find(key);
    if (const auto* text = value ? value->as<QString>() : nullptr)
        into = text->toStdString();
}

void take(const json::Object& line, std::string_view key, qint64& into)
{
    const json::Value* value = line.find(key);
    if (const auto* number = value ? value->as<qint64>() : nullptr)
        into = *number;
}

Person personOf(const json::Object& entry)
{
    Person person;
    take(entry, "author", person.author);
    take(entry, "text", person.text);
    take(entry, "read", person.read);
    if (const json::Value* present = entry.find("present"); present && present->as<bool>())
        person.isPresent = *present->as<bool>();
    return person;
}

Record recordOf(const json::Object& line)
{
    Record record;
    take(line, "t", record.time);
    take(line, "client", record.client);
    take(line, "op", record.op);
    take(line, "room", record.room);
    take(line, "seq", record.seq);
    take(line, "head", record.seq);
    take(line, "n", record.n);
    take(line, "rev", record.rev);
    take(line, "since", record.since);
    take(line, "kind", record.kind);
    take(line, "author", record.author);
    take(line, "nonce", record.nonce);
    take(line, "id", record.id);
    take(line, "log", record.log);
    take(line, "read", record.read);
    take(line, "at", record.at);
    if (const json::Value* people = line.find("people"); people && people->as<json::Array>()) {
        for (const json::Value& entry : *people->as<json::Array>()) {
            if (const auto* person = entry.as<json::Object>())
                record.people.push_back(personOf(*person));
        }
    }
    if (const json::Value* text = line.find("text"); text && text->as<QString>())
        record.text = text->as<QString>()->toStdString();
    if (const json::Value* more = line.find("more"); more && more->as<bool>())
        record.more = *more->as<bool>();
    if (const json::Value* seqs = line.find("seqs"); seqs && seqs->as<json::Array>()) {
        record.goesOn = true;
        for (const json::Value& seq : *seqs->as<json::Array>())
            record.seqs.push_back(seq.as<qint64>() ? *seq.as<qint64>() : -1);
    }
    return record;
}

} // namespace

std::optional<std::string> readRecords(const std::string& path, std::vector<Record>& records)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return path + ": cannot be read";
    for (int number = 1; !file.atEnd(); ++number) {
        const QByteArray line = file.readLine();
        const auto parsed = json::parseObject(line.trimmed());
        if (parsed)
            records.push_back(recordOf(*parsed));
        else if (line.endsWith('\n')) // else a kill has cut it off
            return path + ':' + std::to_string(number) + ": " + parsed.error().message.toStdString();
    }
    return {};
}

} // namespace parlance::faults
