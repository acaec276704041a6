#pragma once

#include <QRandomGenerator>
#include <QTest>

namespace parlance::test {

/// Random numbers of a test. The seed is printed; PARLANCE_SEED=... repeats a run.
class Random {
  public:
    Random()
        : Random(chosenSeed())
    {}
    explicit Random(quint32 seed)
        : m_generator(seed)
    {
        qInfo("seed: PARLANCE_SEED=%u", seed);
    }

    /// From [0, bound).
    int below(int bound) { return m_generator.bounded(bound); }

    /// True once in so many times.
    bool chance(int once) { return below(once) == 0; }

    /// From [0, 1).
    double real() { return m_generator.generateDouble(); }

  private:
    static quint32 chosenSeed()
    {
        bool given = false;
        const auto seed = quint32(qEnvironmentVariableIntValue("PARLANCE_SEED", &given));
        return given ? seed : QRandomGenerator::global()->generate() >> 1;
    }

    QRandomGenerator m_generator;
};

} // namespace parlance::test
