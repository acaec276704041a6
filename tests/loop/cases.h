#pragma once

#include <QEventLoop>
#include <QStringList>
#include <QTimer>

#include <array>
#include <functional>
#include <vector>

namespace parlance::test {

/// What happened in a case, in order.
using Transcript = QStringList;

/// Runs in a thread whose loop is what is tested.
using Case = std::function<Transcript()>;

struct Row {
    const char* name;
    Case body;
    const char* expected; ///< the transcript, joined by ", "
};

std::vector<Row> timerCases();
std::vector<Row> notifierCases();
std::vector<Row> loopCases();

/// A loop that ends by itself after 10 s, with "late" in the transcript, so that what hangs fails.
class Loop {
  public:
    explicit Loop(Transcript& transcript);

    void run();
    void end() { m_loop.exit(); }

  private:
    Transcript& m_transcript;
    QEventLoop m_loop;
};

/// A socket pair: what is written to the far end can be read at the near one.
class Line {
  public:
    Line();
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    int near() const { return m_ends[0]; }
    int far() const { return m_ends[1]; }
    void write(int end, QByteArrayView bytes = "x") const;

    /// Everything that is there.
    static QByteArray read(int end);

    void close(int end);

  private:
    std::array<int, 2> m_ends{-1, -1};
};

} // namespace parlance::test
