#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>
