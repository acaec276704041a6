#pragma once

#include <QString>

#include <string_view>

namespace parlance {

/// Tables hold their texts as views of UTF-8 literals.
inline QString toQString(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

} // namespace parlance
