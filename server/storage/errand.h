#pragma once

#include "ports/store.h"

#include <optional>
#include <utility>

namespace parlance {

/// Something asked of a store. Made in the thread of the event loop, done in a worker's, and brought back to be
/// answered: so what the callback owns lives and dies in one thread, answered or not.
class Errand {
  public:
    virtual ~Errand() = default;

    /// In the loop's thread, once, after it was done or refused.
    virtual void answer() = 0;
    /// Whatever was found is not so.
    virtual void refuse(const Error& error) = 0;
};

/// One that a Worker can do.
template <class Worker>
class ErrandTo : public Errand {
  public:
    virtual void run(Worker& worker) = 0;
    /// It wants a transaction of its own.
    virtual bool isAlone() const { return false; }
};

/// `work` gets the worker and gives a T or a Result<T>.
template <class Worker, class T, class Work>
class ErrandFor final : public ErrandTo<Worker> {
  public:
    ErrandFor(Work work, Done<T> done, bool isAlone = false)
        : m_work(std::move(work))
        , m_done(std::move(done))
        , m_isAlone(isAlone)
    {}
    bool isAlone() const override { return m_isAlone; }
    void run(Worker& worker) override { m_result = m_work(worker); }
    void answer() override
    {
        if (m_done)
            m_done(*std::move(m_result));
    }
    void refuse(const Error& error) override { m_result = error; }

  private:
    Work m_work;
    Done<T> m_done;
    std::optional<Result<T>> m_result;
    bool m_isAlone;
};

} // namespace parlance
