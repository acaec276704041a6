#pragma once

namespace parlance::test {

/// Where in a test something was expected. As std::source_location, which clang-tidy 14 does not know.
class Where {
  public:
    static constexpr Where current(const char* file = __builtin_FILE(), int line = __builtin_LINE())
    {
        return {file, line};
    }

    constexpr const char* fileName() const { return m_file; }
    constexpr int line() const { return m_line; }

  private:
    constexpr Where(const char* file, int line)
        : m_file(file)
        , m_line(line)
    {}

    const char* m_file;
    int m_line;
};

} // namespace parlance::test
