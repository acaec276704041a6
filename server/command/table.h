#pragma once

#include "command/command.h"
#include "dialects/plainrequests.h"
#include "handlers/accounts.h"
#include "handlers/handlers.h"

#include <tuple>

/// Every request, when and by whom it may be made, how often, in which order it runs, how long its answer may be, and
/// who does it.
namespace parlance {

template <class Request>
using AnyoneMay = Command<Request, Permission::Anyone>;
template <class Request>
using MembersMay = Command<Request, Permission::Member>;
template <class Request>
using PresentMay = Command<Request, Permission::InRoom>;
template <class Request>
using AuthorsMay = Command<Request, Permission::Author>;

// clang-format off
inline constexpr std::tuple commandTable{
    AnyoneMay<plain::Join>      {whenOpenOrPlain, RateClass::Join,     Order::Alone,  Answer::Long,  &plain::join},
    AnyoneMay<plain::Say>       {whenPlain,       RateClass::Message,  Order::Append, Answer::Short, &plain::say},
    AnyoneMay<plain::SetTyping> {whenPlain,       RateClass::Typing,   Order::Alone,  Answer::Short, &plain::setTyping},
    AnyoneMay<Hello>            {whenOpen,        RateClass::Greeting, Order::Alone,  Answer::Long,  &handlers::hello},
    AnyoneMay<SignIn>           {whenOpen,        RateClass::Greeting, Order::Alone,  Answer::Long,  &handlers::signIn},
    AnyoneMay<GiveSecondFactor> {whenOpen,        RateClass::Greeting, Order::Alone,  Answer::Long,  &handlers::giveSecondFactor},
    AnyoneMay<Register>         {whenOpenOrFull,  RateClass::Greeting, Order::Alone,  Answer::Long,  &handlers::registerAccount},
    AnyoneMay<Redeem>           {whenOpen,        RateClass::Greeting, Order::Alone,  Answer::Long,  &handlers::redeem},
    AnyoneMay<SetPassword>      {whenFull,        RateClass::Greeting, Order::Alone,  Answer::Short, &handlers::setPassword},
    AnyoneMay<ListDevices>      {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::listDevices},
    AnyoneMay<RevokeDevice>     {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::revokeDevice},
    AnyoneMay<MakeInvite>       {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::makeInvite},
    AnyoneMay<ListInvites>      {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::listInvites},
    AnyoneMay<RevokeInvite>     {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::revokeInvite},
    AnyoneMay<Reauthenticate>   {whenFull,        RateClass::Greeting, Order::Alone,  Answer::Short, &handlers::reauthenticate},
    AnyoneMay<BeginTotp>        {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::beginTotp},
    AnyoneMay<ConfirmTotp>      {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::confirmTotp},
    AnyoneMay<RemoveTotp>       {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::removeTotp},
    AnyoneMay<MakeTransfer>     {whenFull,        RateClass::Account,  Order::Alone,  Answer::Short, &handlers::makeTransfer},
    AnyoneMay<JoinRoom>         {whenFull,        RateClass::Join,     Order::Alone,  Answer::Long,  &handlers::joinRoom},
    MembersMay<LeaveRoom>       {whenFull,        RateClass::Join,     Order::Alone,  Answer::Short, &handlers::leaveRoom},
    AuthorsMay<SendMessage>     {whenFull,        RateClass::Message,  Order::Append, Answer::Short, &handlers::sendMessage},
    AuthorsMay<EditMessage>     {whenFull,        RateClass::Message,  Order::Append, Answer::Short, &handlers::editMessage},
    AuthorsMay<DeleteMessage>   {whenFull,        RateClass::Message,  Order::Append, Answer::Short, &handlers::deleteMessage},
    AuthorsMay<SetTopic>        {whenFull,        RateClass::Message,  Order::Append, Answer::Short, &handlers::setTopic},
    AuthorsMay<SetRoom>         {whenFull,        RateClass::Message,  Order::Append, Answer::Short, &handlers::setRoom},
    PresentMay<SetTyping>       {whenFull,        RateClass::Typing,   Order::Alone,  Answer::Short, &handlers::setTyping},
    MembersMay<MarkRead>        {whenFull,        RateClass::Read,     Order::Alone,  Answer::Short, &handlers::markRead},
    MembersMay<FetchHistory>    {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::fetchHistory},
    AnyoneMay<ListRooms>        {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::listRooms},
    MembersMay<ListMembers>     {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::listMembers},
    AnyoneMay<ListMemberships>  {whenFull,        RateClass::Page,     Order::Alone,  Answer::Long,  &handlers::listMemberships},
    AnyoneMay<Rename>           {whenFull,        RateClass::Rename,   Order::Alone,  Answer::Short, &handlers::rename},
    AnyoneMay<Ping>             {whenFull,        RateClass::Ping,     Order::Alone,  Answer::Short, &handlers::ping},
};
// clang-format on

/// Calls visit(command) with the row for Request. A request without a row does not compile.
template <class Request>
constexpr const auto& commandFor()
{
    return std::apply(
        []<class... Rows>(const Rows&... rows) -> const auto& {
            constexpr size_t none = sizeof...(Rows);
            constexpr size_t index = [] {
                size_t found = none;
                size_t i = 0;
                ((std::is_same_v<typename Rows::Request, Request> ? void(found = i++) : void(i++)), ...);
                return found;
            }();
            static_assert(index != none, "the request has no row in commandTable");
            return std::get<index>(std::tie(rows...));
        },
        commandTable);
}

} // namespace parlance
