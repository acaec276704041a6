#pragma once

#include <QString>

namespace parlance::client {

/// A tool tip that shows exactly this text, on several lines where it is long. Qt takes a tool tip for markup where it
/// looks like some, and only then reads &amp; as an ampersand.
inline QString plainToolTip(const QString& text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace parlance::client
