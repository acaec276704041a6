#include "faults/checker/failovers.h"

#include <algorithm>
#include <cstring>

using namespace parlance::faults;

namespace {

int usage()
{
    std::fputs("usage: history_checker [--within MS] [--lossy] DUMP HISTORY...\n"
               "Exit code: 0 nothing found, 1 violations, 2 a file that cannot be read.\n",
               stderr);
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    Terms terms;
    std::vector<std::string> files;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--lossy") == 0)
            terms.isLossy = true;
        else if (std::strcmp(argv[i], "--within") == 0 && i + 1 < argc)
            terms.within = std::atoll(argv[++i]) * 1'000;
        else
            files.emplace_back(argv[i]);
    }
    if (files.size() < 2)
        return usage();
    std::vector<Record> dump;
    std::vector<Record> records;
    for (size_t i = 0; i < files.size(); ++i) {
        if (const auto error = readRecords(files[i], i == 0 ? dump : records)) {
            std::fprintf(stderr, "history_checker: %s\n", error->c_str());
            return 2;
        }
    }
    std::ranges::stable_sort(records, {}, &Record::time);
    placeRecords(records);
    const Failovers failovers(records);
    Report report;
    const Truth truth(std::move(dump), report);
    checkWrites(records, truth, failovers, report);
    checkViews(records, truth, failovers, terms, report);
    checkEnds(records, truth, failovers, terms, report);
    checkPeople(records, truth, failovers, report);
    failovers.check(records, truth, report);
    int total = 0;
    for (const auto& [rule, count] : report.counts()) {
        std::printf("%s: %d\n", rule.c_str(), count);
        total += count;
    }
    std::printf("checked: %zu events in the logs, %zu records, %d violations\n", truth.rows().size(), records.size(),
                total);
    return total == 0 ? 0 : 1;
}
