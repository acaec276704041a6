#pragma once

#include <memory>
#include <utility>

namespace parlance {

template <class Signature>
class Callback;

/// A function to be called at most once, which may own things that cannot be copied (std::function cannot).
/// Empty after the call. Not thread-safe; moving it between threads is fine.
template <class... Args>
class Callback<void(Args...)> {
  public:
    Callback() = default;

    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Callback>) Callback(F&& function)
        : m_target(std::make_unique<Target<std::remove_cvref_t<F>>>(std::forward<F>(function)))
    {}

    explicit operator bool() const { return m_target != nullptr; }

    void operator()(Args... args)
    {
        const auto target = std::move(m_target);
        target->call(std::forward<Args>(args)...);
    }

  private:
    struct Base {
        virtual ~Base() = default;
        virtual void call(Args... args) = 0;
    };

    template <class F>
    struct Target final : Base {
        template <class G>
        explicit Target(G&& g)
            : function(std::forward<G>(g))
        {}
        void call(Args... args) override { function(std::forward<Args>(args)...); }
        F function;
    };

    std::unique_ptr<Base> m_target;
};

} // namespace parlance
