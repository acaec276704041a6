#pragma once

#include "base/precompiled.h"

#include <QTest>
