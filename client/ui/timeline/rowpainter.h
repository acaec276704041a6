#pragma once

#include "ui/timeline/rowlayout.h"

class QPainter;

namespace parlance::client {

/// What a row looks like besides what it says.
struct RowLooks {
    int selectedFrom = 0; ///< places in the text; equal: nothing is selected
    int selectedTo = 0;
    QString marked;         ///< a text to be marked wherever it stands, whatever the case; empty: none
    bool isCurrent = false; ///< the keyboard is here
    bool isHovered = false; ///< the pointer is
    bool isFound = false;   ///< it was looked for
};

/// The row's top left corner is at the painter's origin.
void paintRow(QPainter& painter, const RowLayout& row, const RowLooks& looks, const Look& look, int width);

} // namespace parlance::client
