#pragma once

#include "json/fields.h"

#include <QString>

#include <vector>

namespace parlance {

/// What somebody has done on the sender, of what is limited.
struct DeedNews {
    /// More at a time are refused.
    static constexpr qint64 mostTimes = 10'000;

    qint64 what = 0;
    bool shared = false;
    QString whom;
    qint64 window = 0;
    qint64 times = 0;

    friend bool operator==(const DeedNews&, const DeedNews&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("what", &DeedNews::what, "which limit", {0, 255}),
            field("shared", &DeedNews::shared, "true: for an address, false: for an identity"),
            field("whom", &DeedNews::whom, "a user's id, or @ and an address"),
            field("window", &DeedNews::window, "ms", {1, 86'400'000}),
            field("times", &DeedNews::times, "how often, or how much", {1, mostTimes}),
        };
    }
};

struct RateNews {
    /// More entries than this are refused.
    static constexpr size_t maxEntries = 2'000;

    std::vector<DeedNews> deeds;

    friend bool operator==(const RateNews&, const RateNews&) = default;

    static constexpr auto fields()
    {
        return std::tuple{json::field("deeds", &RateNews::deeds, "since the last message that had any")};
    }
};

} // namespace parlance
