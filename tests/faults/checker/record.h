#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace parlance::faults {

/// Somebody in a room, as a client was told or as the database has it.
struct Person {
    std::string author;
    std::string text; ///< the name
    qint64 read = 0;
    bool isPresent = false;
};

/// One line of a history or of the dump; see tests/faults/README.md.
struct Record {
    qint64 time = 0; ///< µs
    std::string client;
    std::string op;
    std::string room;
    qint64 seq = 0;
    qint64 n = 0;
    qint64 rev = 0;
    qint64 since = -1;
    bool more = false;
    std::vector<qint64> seqs;
    bool goesOn = false; ///< of joined: it continues instead of beginning anew
    std::string kind;
    std::string author;
    std::string nonce;
    std::string id;
    std::string log;   ///< filled in by placeRecords() where the line does not say it
    qint64 opened = 0; ///< when its connection was opened; filled in by placeRecords()
    qint64 read = -1;
    qint64 at = 0; ///< ms since 1970
    std::optional<std::string> text;
    std::vector<Person> people;
};

/// Reads a file's lines and appends them. A last line that was cut off by a kill is left out. The error names the line.
std::optional<std::string> readRecords(const std::string& path, std::vector<Record>& records);

} // namespace parlance::faults
