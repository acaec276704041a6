#pragma once

#include <QString>

#include <cstdio>

namespace parlance {

/// How the program ends; see parlanced(8).
constexpr int exitEnvironment = 1; ///< a port that is taken, a folder that cannot be written, ...
constexpr int exitUsage = 2;       ///< the command line or the settings
constexpr int exitLost = 70;       ///< EX_SOFTWARE of sysexits.h: what is on the disk nobody knows

void print(std::FILE* stream, const QString& text);

/// Says in one line on stderr what is wrong, and hands back the code to exit with.
int fail(int code, const QString& text);

/// One line on stderr.
void warn(const QString& text);

} // namespace parlance
