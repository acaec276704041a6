#pragma once

#include <QObject>

#include <functional>
#include <memory>

/// Many test classes in one program, because linking a program for each costs more than compiling them.
/// A file `names_test.cpp` holds one QtTest class and ends with
///
///     PARLANCE_SUITE(names, NamesTest)
///     #include "names_test.moc"
///
/// which ctest runs as `tests_common names`.
namespace parlance::test {

using MakeSuite = std::function<std::unique_ptr<QObject>()>;

/// Called before main() by the macro.
bool registerSuite(const char* name, MakeSuite make);

} // namespace parlance::test

#define PARLANCE_SUITE(name, Class)                                                                                    \
    static const bool registered_##name [[maybe_unused]] =                                                             \
        parlance::test::registerSuite(#name, [] { return std::make_unique<Class>(); });
