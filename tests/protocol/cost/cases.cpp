#include "protocol/cost/cases.h"

#include "command/table.h"
#include "protocol/cost/fullserver.h"
#include "text/mentions.h"

namespace parlance::test {

namespace {

constexpr qint64 small = 1'024;
constexpr qint64 anEvent = limits::eventBytes + 3 * 2'000; // and a text of the largest kind
constexpr qint64 page = limits::pageBytes;
constexpr qint64 lookups = maxMentions * (maxUserName + 2); // for each sign: its characters, one more, and its people

template <class Request, class... Requests>
constexpr bool isAmong(std::type_identity<std::variant<Requests...>>)
{
    return (std::is_same_v<Request, Requests> || ...);
}

template <class Request>
Case row(QByteArray what, QByteArray frame, Bound bound)
{
    constexpr bool isPlain = isAmong<Request>(std::type_identity<PlainRequest>());
    const bool isFirst = commandFor<Request>().states.open && !commandFor<Request>().states.full;
    return {Request::type, std::move(what), std::move(frame), bound, isPlain, commandFor<Request>().rate, isFirst};
}

/// About accounts, asked by a guest: what it costs until it is refused, or until a password is hashed.
template <class Request>
Case guests(QByteArray frame, qint64 calls)
{
    Case refused = row<Request>("of a guest", std::move(frame), {calls, 0, small, 0});
    refused.isAnswered = false;
    return refused;
}

/// What begins with a handle, a password or a link.
const QByteArray credentials =
    R"("protocol":2,"client":"cost","handle":"nobody","password":"open sesame!","device":"d","ref":"%1"})";

QByteArray message(const QByteArray& room, const QByteArray& text)
{
    return R"({"type":"message","room":")" + room + R"(","text":")" + text + R"(","nonce":"m%1"})";
}

const QByteArray marks = QByteArray("@a ").repeated(50);
const QByteArray unknown = QByteArray("@person 99999 ").repeated(50);

std::vector<Case> fullCases()
{
    return {
        row<Ping>("", R"({"type":"ping","ref":"%1"})", {0, 0, small, 0}),
        row<JoinRoom>("large", R"({"type":"join","room":"hall","ref":"%1"})", {2, 60, page, small}),
        row<JoinRoom>("by its name", R"({"type":"join","name":"HALL","ref":"%1"})", {2, 60, page, small}),
        row<JoinRoom>("resuming", R"({"type":"join","room":"hall","since":5000,"log":"LOG","ref":"%1"})",
                      {3, limits::eventsPage, page, small}),
        row<SendMessage>("calls everybody of one name", message("crowd", marks), {1, 0, anEvent, anEvent, lookups}),
        row<SendMessage>("calls nobody", message("hall", unknown), {1, 0, anEvent, anEvent, lookups}),
        row<SendMessage>("calls many", message("hall", "@person 1 @person 22 @person 333 @all"),
                         {1, 0, anEvent, anEvent, lookups}),
        row<EditMessage>("", R"({"type":"edit","room":"crowd","id":"OWN","text":")" + marks + R"(","nonce":"e%1"})",
                         {1, 0, anEvent, anEvent, lookups}),
        row<DeleteMessage>("", R"({"type":"delete","room":"crowd","id":"OWN","nonce":"d%1"})", {1, 0, small, small}),
        row<SetTopic>("", R"({"type":"topic","room":"hall","text":"T","nonce":"t%1"})", {1, 0, small, small}),
        row<SetRoom>("", R"({"type":"set_room","room":"MINE","name":"my %1","nonce":"s%1"})", {3, 2, small, small}),
        row<SetTyping>("", R"({"type":"typing","room":"crowd","isTyping":true,"ref":"%1"})", {0, 0, small, small}),
        row<MarkRead>("open", R"({"type":"read","room":"hall","n":5,"ref":"%1"})", {1, 0, small, 0}),
        row<MarkRead>("closed", R"({"type":"read","room":"closed","n":%1,"ref":"%1"})", {2, 1, small, 0}),
        row<FetchHistory>("newest", R"({"type":"history","room":"hall","limit":100,"ref":"%1"})", {1, 100, page, 0}),
        row<FetchHistory>("deleted", R"({"type":"history","room":"graves","around":20000,"limit":100,"ref":"%1"})",
                          {2, 101, page, 0}),
        row<ListRooms>("all", R"({"type":"rooms","limit":100,"ref":"%1"})", {1, 100, page, 0}),
        row<ListRooms>("none", R"({"type":"rooms","contains":"nowhere","ref":"%1"})", {1, 0, small, 0}),
        row<ListMembers>("", R"({"type":"members","room":"hall","ref":"%1"})", {0, 0, page, 0}),
        row<ListMembers>("prefix", R"({"type":"members","room":"hall","prefix":"pers","limit":8,"ref":"%1"})",
                         {0, 0, 2 * small, 0}),
        row<ListMembers>("prefix of one name", R"({"type":"members","room":"crowd","prefix":"a","limit":8,"ref":"%1"})",
                         {0, 0, 2 * small, 0}),
        row<ListMemberships>("", R"({"type":"memberships","after":"room 10","ref":"%1"})",
                             {1, limits::membershipsPage, page, 0}),
        row<Rename>(
            "", R"({"type":"rename","name":"asker %1","ref":"%1"})",
            {3 + FullServer::memberships / limits::membershipsPage, FullServer::memberships + 10, small, small}),
        row<Hello>("", R"({"type":"hello","protocol":2,"client":"cost","token":"TOKEN","ref":"%1"})",
                   {1, limits::membershipsPage, page, 0}),
        row<LeaveRoom>("", R"({"type":"leave","room":"ROOM","ref":"%1"})", {2, 1, small, 0}),
    };
}

std::vector<Case> accountCases()
{
    return {
        guests<SignIn>(R"({"type":"sign_in",)" + credentials, 1),
        guests<GiveSecondFactor>(R"({"type":"second_factor","ticket":"t","code":"123456","ref":"%1"})", 0),
        guests<Register>(R"({"type":"register","name":"n",)" + credentials, 1),
        guests<Redeem>(R"({"type":"redeem","name":"n","token":"pi_none",)" + credentials, 1),
        guests<SetPassword>(R"({"type":"set_password","former":"open sesame!","password":"open sesame?","ref":"%1"})",
                            1),
        guests<Reauthenticate>(R"({"type":"reauthenticate","password":"open sesame!","ref":"%1"})", 1),
        guests<ListDevices>(R"({"type":"devices","ref":"%1"})", 1),
        guests<RevokeDevice>(R"({"type":"revoke_device","ref":"%1"})", 1),
        guests<MakeInvite>(R"({"type":"make_invite","ref":"%1"})", 1),
        guests<ListInvites>(R"({"type":"invites","ref":"%1"})", 1),
        guests<RevokeInvite>(R"({"type":"revoke_invite","invite":"i","ref":"%1"})", 1),
        guests<BeginTotp>(R"({"type":"totp_begin","ref":"%1"})", 0),
        guests<ConfirmTotp>(R"({"type":"totp_confirm","code":"123456","ref":"%1"})", 0),
        guests<RemoveTotp>(R"({"type":"totp_remove","ref":"%1"})", 0),
        guests<MakeTransfer>(R"({"type":"make_transfer","ref":"%1"})", 0),
    };
}

std::vector<Case> plainCases()
{
    return {
        row<plain::Join>("large", R"({"type":"join","room":"hall","username":"p%1"})",
                         {1, 100, page, limits::eventBytes}),
        row<plain::Join>("deleted", R"({"type":"join","room":"graves","username":"p%1"})",
                         {3, 110, page, limits::eventBytes}),
        row<plain::Join>("among plain clients", R"({"type":"join","room":"crowd","username":"p%1"})",
                         {1, 100, page, limits::eventBytes}),
        row<plain::Say>("", R"({"type":"message","text":")" + marks + R"("})", {1, 0, anEvent, anEvent, lookups}),
        row<plain::SetTyping>("", R"({"type":"typing","isTyping":true})", {0, 0, small, small}),
    };
}

} // namespace

bool isWithin(const Bound& cost, const Bound& bound)
{
    return cost.calls <= bound.calls && cost.rows <= bound.rows && cost.reply <= bound.reply &&
           cost.event <= bound.event && cost.lookups <= bound.lookups;
}

QByteArray Case::name() const
{
    const QByteArray name = QByteArray(type.data(), qsizetype(type.size())) + ' ' + what;
    return (isPlain ? "plain " + name : name).trimmed();
}

std::vector<Case> cases()
{
    std::vector<Case> all = fullCases();
    std::ranges::move(accountCases(), std::back_inserter(all));
    std::ranges::move(plainCases(), std::back_inserter(all));
    return all;
}

qint64 bytesIn(const std::vector<QByteArray>& frames)
{
    qint64 bytes = 0;
    for (const QByteArray& text : frames)
        bytes += text.contains(R"("type":"heartbeat")") ? 0 : text.size();
    return bytes;
}

} // namespace parlance::test
