#pragma once

#include "bench/load/clock.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace parlance::bench {

/// CPU time of a thread since it began.
struct ThreadTime {
    pid_t id = 0;
    std::string name;
    Nanos time = 0;
};

/// What the kernel says of the server that is measured (proc(5)). Threads that end are forgotten with their time.
class ServerProcess {
  public:
    explicit ServerProcess(pid_t id)
        : m_folder("/proc/" + std::to_string(id))
    {}

    std::vector<ThreadTime> threads() const;

    /// In KiB.
    std::uint64_t resident() const;

  private:
    std::string m_folder;
};

} // namespace parlance::bench
