#pragma once

#include <cstdio>
#include <map>
#include <string>

namespace parlance::faults {

/// Counts what was found, by rule, and prints the first of each kind.
class Report {
  public:
    void violation(const std::string& rule, const std::string& what)
    {
        if (++m_counts[rule] <= shown)
            std::printf("violation: %s: %s\n", rule.c_str(), what.c_str());
    }

    const std::map<std::string, int>& counts() const { return m_counts; }

  private:
    static constexpr int shown = 5;
    std::map<std::string, int> m_counts;
};

} // namespace parlance::faults
