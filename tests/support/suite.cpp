#include "support/suite.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif
#include <QTest>

#include <cstdio>
#include <map>
#include <string>

namespace parlance::test {

namespace {

std::map<std::string, MakeSuite>& suites()
{
    static std::map<std::string, MakeSuite> all; // filled before main(), by the macros
    return all;
}

} // namespace

bool registerSuite(const char* name, MakeSuite make)
{
    return suites().emplace(name, std::move(make)).second;
}

} // namespace parlance::test

/// Read by ThreadSanitizer. QtTest ends its watchdog thread with locks of Debian's Qt, which is not instrumented, so
/// that it takes the end of the watchdog for a race now and then. Nothing of ours uses QWaitCondition.
extern "C" const char* __tsan_default_suppressions(); // NOLINT(readability-identifier-naming)
extern "C" const char* __tsan_default_suppressions()  // NOLINT(readability-identifier-naming)
{
    return "race:QWaitCondition::~QWaitCondition\n"
           "race:QTest::qRun\n";
}

/// tests_AREA SUITE [QtTest's own options]
int main(int argc, char** argv)
{
    const Application app(argc, argv);
    const auto suite = argc > 1 ? parlance::test::suites().find(argv[1]) : parlance::test::suites().end();
    if (suite == parlance::test::suites().end()) {
        std::fprintf(stderr, "usage: %s SUITE [options], where SUITE is one of:\n", argv[0]);
        for (const auto& [name, make] : parlance::test::suites())
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    argv[1] = argv[0];
    return QTest::qExec(suite->second().get(), argc - 1, argv + 1);
}
