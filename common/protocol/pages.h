#pragma once

#include "protocol/records.h"
#include "protocol/requests.h"

/// What a full client gets a page at a time, and how it asks for each.
namespace parlance {

struct FetchHistory {
    RoomId room;
    std::optional<qint64> before;
    std::optional<qint64> after;
    std::optional<qint64> around;
    std::optional<qint64> limit;
    Ref ref;

    static constexpr std::string_view type = "history";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &FetchHistory::room, "whose"),
            field("before", &FetchHistory::before, "messages with a smaller `seq`; at most one of the three bounds"),
            field("after", &FetchHistory::after, "messages with a larger `seq`"),
            field("around", &FetchHistory::around, "as many before as from this `seq` on"),
            field("limit", &FetchHistory::limit, "1 to 100; 50 if absent", {1, limits::historyPage}),
            refField(&FetchHistory::ref),
        };
    }
};

struct HistoryPage {
    RoomId room;
    std::vector<MessageState> messages;
    bool moreBefore = false;
    bool moreAfter = false;
    qint64 asOf = 0;
    Ref ref;

    static constexpr std::string_view type = "history";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &HistoryPage::room, "whose"),
            field("messages", &HistoryPage::messages, "oldest first, as they were at asOf"),
            field("moreBefore", &HistoryPage::moreBefore, "whether older ones exist"),
            field("moreAfter", &HistoryPage::moreAfter, "whether newer ones exist"),
            field("asOf", &HistoryPage::asOf,
                  "the head that the page reflects; changes with a larger `seq` win over it"),
            refField(&HistoryPage::ref),
        };
    }
};

struct ListRooms {
    std::optional<QString> contains;
    std::optional<RoomName> after;
    std::optional<qint64> limit;
    Ref ref;

    static constexpr std::string_view type = "rooms";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("contains", &ListRooms::contains, "only names that contain this text, letter case ignored",
                  {0, 2 * maxRoomName}),
            field("after", &ListRooms::after, "`next` of the page before"),
            field("limit", &ListRooms::limit, "1 to 100; 50 if absent", {1, limits::directoryPage}),
            refField(&ListRooms::ref),
        };
    }
};

struct RoomsPage {
    std::vector<RoomSummary> rooms;
    bool more = false;
    std::optional<RoomName> next;
    Ref ref;

    static constexpr std::string_view type = "rooms";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("rooms", &RoomsPage::rooms, "ordered by name; a search may find none on a page and go on"),
            field("more", &RoomsPage::more, "whether there may be others; ask with after = `next`"),
            field("next", &RoomsPage::next, "where the next page begins; present while `more` is true"),
            refField(&RoomsPage::ref),
        };
    }
};

struct ListMembers {
    RoomId room;
    std::optional<QString> prefix;
    std::optional<UserId> after;
    std::optional<qint64> limit;
    Ref ref;

    static constexpr std::string_view type = "members";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &ListMembers::room, "whose"),
            field("prefix", &ListMembers::prefix,
                  "only people of whose name a word begins so, letter case ignored; not together with `after`",
                  {1, 2 * maxUserName}),
            field("after", &ListMembers::after, "the last member of the page before"),
            field("limit", &ListMembers::limit, "1 to 100; 100 if absent", {1, limits::directoryPage}),
            refField(&ListMembers::ref),
        };
    }
};

struct MembersPage {
    RoomId room;
    std::vector<Member> members;
    bool more = false;
    Ref ref;

    static constexpr std::string_view type = "members";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &MembersPage::room, "whose"),
            field("members", &MembersPage::members, "ordered by id; by the word that fits where a prefix was given"),
            field("more", &MembersPage::more,
                  "whether there are others; ask with after = the last one's id, or with a longer prefix"),
            refField(&MembersPage::ref),
        };
    }
};

struct ListMemberships {
    RoomId after;
    Ref ref;

    static constexpr std::string_view type = "memberships";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("after", &ListMemberships::after, "the last room of the page before, or of `welcome`"),
            refField(&ListMemberships::ref),
        };
    }
};

struct MembershipsPage {
    std::vector<Membership> rooms;
    bool more = false;
    Ref ref;

    static constexpr std::string_view type = "memberships";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("rooms", &MembershipsPage::rooms, "at most 200, in no particular order"),
            field("more", &MembershipsPage::more, "whether there are others; ask with after = the last one's `room`"),
            refField(&MembershipsPage::ref),
        };
    }
};

} // namespace parlance
