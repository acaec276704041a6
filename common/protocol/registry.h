#pragma once

#include "protocol/accounts.h"
#include "protocol/devices.h"
#include "protocol/invites.h"
#include "protocol/logentry.h"
#include "protocol/pages.h"
#include "protocol/passing.h"
#include "protocol/plain.h"
#include "protocol/replies.h"
#include "protocol/requests.h"
#include "protocol/secondfactor.h"
#include "protocol/writing.h"

#include <variant>

/// Every message there is, by who may send it to whom. A new one is a struct with its fields and a line here.
namespace parlance {

using PlainRequest = std::variant<plain::Join, plain::Say, plain::SetTyping>;

using PlainEvent =
    std::variant<plain::Joined, plain::UserJoined, plain::UserLeft, plain::Message, plain::Typing, ErrorReply>;

using FullRequest =
    std::variant<Hello, SignIn, GiveSecondFactor, Register, Redeem, JoinRoom, LeaveRoom, SendMessage, EditMessage,
                 DeleteMessage, SetTopic, SetRoom, SetTyping, MarkRead, FetchHistory, ListRooms, ListMembers,
                 ListMemberships, Rename, SetPassword, ListDevices, RevokeDevice, MakeInvite, ListInvites, RevokeInvite,
                 Reauthenticate, BeginTotp, ConfirmTotp, RemoveTotp, MakeTransfer, Ping>;

using FullEvent =
    std::variant<Welcome, Joined, MessagePosted, MessageEdited, MessageDeleted, TopicChanged, RoomChanged, SentBefore,
                 TypingChanged, PresenceChanged, UserRenamed, RoomJoined, RoomLeft, ReadMoved, HistoryPage, RoomsPage,
                 MembersPage, MembershipsPage, DevicesList, InviteMade, InvitesList, SecondFactorWanted, TotpBegun,
                 RecoveryCodes, TransferMade, Heartbeat, Ok, ErrorReply, UnknownEvent>;

} // namespace parlance
