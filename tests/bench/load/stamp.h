#pragma once

#include "bench/load/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace parlance::bench {

/// What the text of a message says, so that whoever gets it knows when it should have been sent.
struct Stamp {
    Nanos intended = 0;
    std::uint32_t number = 0; ///< its own among all messages
    std::uint32_t sender = 0; ///< Client::number()
};

/// A text that begins with the stamp and is that many characters long, or as short as the stamp allows.
std::string stampedText(const Stamp& stamp, size_t length);

/// Finds stamps in frames of JSON without reading the rest. Frames of one server look alike, so it first looks where
/// the last one was.
class StampFinder {
  public:
    std::optional<Stamp> find(std::string_view frame);

  private:
    size_t m_last = 0;
};

} // namespace parlance::bench
