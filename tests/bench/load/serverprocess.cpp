#include "bench/load/serverprocess.h"

#include <filesystem>
#include <fstream>

namespace parlance::bench {

std::vector<ThreadTime> ServerProcess::threads() const
{
    std::vector<ThreadTime> threads;
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder + "/task", gone)) {
        ThreadTime thread;
        std::ifstream(entry.path() / "schedstat") >> thread.time; // to the nanosecond; stat has ticks of 10 ms
        std::getline(std::ifstream(entry.path() / "comm"), thread.name);
        thread.id = pid_t(std::stoi(entry.path().filename()));
        threads.push_back(std::move(thread));
    }
    return threads;
}

std::uint64_t ServerProcess::resident() const
{
    static constexpr std::string_view key = "VmRSS:";
    std::ifstream status(m_folder + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(key))
            return std::stoull(line.substr(key.size()));
    }
    return 0;
}

} // namespace parlance::bench
