#pragma once

#include "accounts/links.h"
#include "support/servercore.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

/// What people with an account say and hear.
namespace parlance::test {

constexpr qint64 hourLength = 3'600'000;

inline QByteArray valueIn(const QByteArray& frame, const QString& key)
{
    return QJsonDocument::fromJson(frame).object().value(key).toString().toUtf8();
}

/// A link that an admin has made at the command line.
inline QByteArray linkOf(ServerCore& core, LinkKind kind, qint64 uses = 1, const UserId& user = {})
{
    const IssuedToken token = core.credentials.issue(kind == LinkKind::Owner    ? TokenKind::Owner
                                                     : kind == LinkKind::Invite ? TokenKind::Invite
                                                                                : TokenKind::Reset);
    const NewLink made{.link = {.id = LinkId::random(),
                                .kind = kind,
                                .hash = token.hash,
                                .user = user,
                                .uses = uses,
                                .expires = hourLength},
                       .when = core.clock.wall()};
    askAccounts<LinkRow>(
        *core.store, BookAccess::Write, [made](AccountBook& book) { return makeLink(book, made); },
        [](const Result<LinkRow>& link) { QVERIFY(link); });
    core.settle();
    return token.text.toLatin1();
}

inline QByteArray redeeming(const QByteArray& token, const QByteArray& handle)
{
    return R"({"type":"redeem","protocol":2,"client":"t","token":")" + token + R"(","handle":")" + handle +
           R"(","name":")" + handle + R"(","password":"open sesame!","device":"a test"})";
}

inline QByteArray signingIn(const QByteArray& handle, const QByteArray& password = "open sesame!")
{
    return R"({"type":"sign_in","protocol":2,"client":"t","handle":")" + handle + R"(","password":")" + password +
           R"(","device":"another"})";
}

inline QByteArray greeting(const QByteArray& token)
{
    return R"({"type":"hello","protocol":2,"client":"t","token":")" + token + R"("})";
}

/// What somebody with an account is told, whatever their rooms are.
inline QByteArray welcomed(const QByteArray& handle, const QByteArray& role)
{
    return R"({"type":"welcome","protocol":2,"server":"*","serverName":"*","userId":"*","username":")" + handle +
           R"(","token":"*","account":{"handle":")" + handle + R"(","role":")" + role +
           R"(","twoFactor":false},"device":{"id":"*","name":"*"},"capabilities":[],"limits":"*","heartbeat":"*","rooms":[]})";
}

/// Makes an account by a link and gives its welcome. The peer is connected with it.
inline QByteArray makeAccount(ServerCore& core, TestPeer& peer, const QByteArray& handle,
                              LinkKind kind = LinkKind::Invite)
{
    peer.inject(redeeming(linkOf(core, kind), handle));
    core.settleHashing();
    return peer.expect(welcomed(handle, kind == LinkKind::Owner ? "owner" : "member"));
}

} // namespace parlance::test
