#pragma once

#include "handlers/standing.h"

/// One function for each request of full clients. State, permission and rate have been checked (command/table.h says
/// which); what is left is the request's own meaning. Each ends its Call, now or later.
namespace parlance::handlers {

// greeting.cpp
void hello(Services& services, Call call, const Hello& request);

// membership.cpp
void joinRoom(Services& services, Call call, const JoinRoom& request);
void leaveRoom(Services& services, Call call, Standing standing, const LeaveRoom& request);

// appends.cpp; the store decides whether the author may
void sendMessage(Services& services, Call call, RoomPin room, Authorship authorship, const SendMessage& request);
void editMessage(Services& services, Call call, RoomPin room, Authorship authorship, const EditMessage& request);
void deleteMessage(Services& services, Call call, RoomPin room, Authorship authorship, const DeleteMessage& request);
void setTopic(Services& services, Call call, RoomPin room, Authorship authorship, const SetTopic& request);
void setRoom(Services& services, Call call, RoomPin room, Authorship authorship, const SetRoom& request);

// reading.cpp
void fetchHistory(Services& services, Call call, Standing standing, const FetchHistory& request);
void listRooms(Services& services, Call call, const ListRooms& request);
void listMembers(Services& services, Call call, Standing standing, const ListMembers& request);
void listMemberships(Services& services, Call call, const ListMemberships& request);
void markRead(Services& services, Call call, Standing standing, const MarkRead& request);

// passing.cpp: what leaves no trace in a log
void setTyping(Services& services, Call call, RoomPin room, const SetTyping& request);
void rename(Services& services, Call call, const Rename& request);
void ping(Services& services, Call call, const Ping& request);

void presenceMissed(Services& services, Session& session, const RoomId& room);

// departure.cpp
void departed(Services& services, Session& session);

} // namespace parlance::handlers
