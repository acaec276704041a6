#pragma once

#include <QAccessible>

namespace parlance::client {

class TimelineView;

/// From now on screen readers find the messages of every TimelineView: a list with an item for each message that is
/// seen, whose name is "author, text, time". Can be called again.
void describeTimelines();

/// To be called when the keyboard has moved to another message.
void tellCurrentRow(TimelineView& view);

} // namespace parlance::client
