#pragma once

#include "ui/look/look.h"

class QPainter;

namespace parlance::client {

/// Somebody's initials in a circle; `hue` as hueOf() has it.
void paintFace(QPainter& painter, const QRect& circle, const QString& initials, int hue, const Look& look);

/// The dot at the lower right of a face (on the left where the language runs that way): whether somebody is here.
void paintPresence(QPainter& painter, const QRect& circle, bool isHere, Qt::LayoutDirection direction,
                   const Look& look);

} // namespace parlance::client
