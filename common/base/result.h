#pragma once

#include "base/errors.h"

#include <utility>
#include <variant>

namespace parlance {

/// A value or the reason why there is none. Errors are values: nothing in Parlance throws across a function
/// that returns a Result.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_content.index() == 0; }

    /// Only where the result holds a value.
    const T& operator*() const& { return std::get<0>(m_content); }
    T& operator*() & { return std::get<0>(m_content); }
    T&& operator*() && { return std::get<0>(std::move(m_content)); }
    const T* operator->() const { return &std::get<0>(m_content); }
    T* operator->() { return &std::get<0>(m_content); }

    /// Only where the result holds an error.
    const Error& error() const { return std::get<1>(m_content); }

  private:
    std::variant<T, Error> m_content;
};

} // namespace parlance
