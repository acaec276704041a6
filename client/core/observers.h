#pragma once

#include <algorithm>
#include <vector>

namespace parlance::client {

/// Who wants to be told. Borrowed: each must be removed before it dies. One may be removed while it is being told.
template <class Observer>
class Observers {
  public:
    void add(Observer& observer) { m_all.push_back(&observer); }
    void remove(Observer& observer) { std::erase(m_all, &observer); }

    template <class... Parameters, class... Arguments>
    void tell(void (Observer::*what)(Parameters...), const Arguments&... arguments) const
    {
        const auto all = m_all;
        for (Observer* observer : all) {
            if (std::ranges::find(m_all, observer) != m_all.end())
                (observer->*what)(arguments...);
        }
    }

  private:
    std::vector<Observer*> m_all;
};

} // namespace parlance::client
