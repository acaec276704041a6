#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <unistd.h>
#include <vector>

/// Clocks and figures. Times are microseconds.
namespace parlance::bench {

inline double now()
{
    using namespace std::chrono;
    return duration<double, std::micro>(steady_clock::now().time_since_epoch()).count();
}

/// Of this process, all its threads.
inline double cpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

inline double residentMb()
{
    long pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%*d %ld", &pages) != 1)
            pages = 0;
        std::fclose(file);
    }
    return double(pages) * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

class Samples {
  public:
    void add(double value) { m_values.push_back(value); }

    /// The value below which that part of them lies.
    double at(double part)
    {
        std::ranges::sort(m_values);
        return m_values.empty() ? 0 : m_values[size_t(double(m_values.size() - 1) * part)];
    }

  private:
    std::vector<double> m_values;
};

} // namespace parlance::bench
