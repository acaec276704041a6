#include "storage/accounttables.h"

namespace parlance {

namespace {

// Hashes and keys are stored as hexadecimal digits: both databases take them for text.

#define PARLANCE_ACCOUNT                                                                                               \
    "SELECT person, handle, folded, skeleton, look, role, disabled, password, totp, totp_step, since FROM accounts"
constexpr SqlStatement accountOfUser{PARLANCE_ACCOUNT " WHERE person = $1"};
constexpr SqlStatement accountOfHandle{PARLANCE_ACCOUNT " WHERE folded = $1"};
constexpr SqlStatement accountOfLook{PARLANCE_ACCOUNT " WHERE skeleton = $1 OR look = $2 LIMIT 1"};
constexpr SqlStatement accountPage{PARLANCE_ACCOUNT
                                   " WHERE folded > $1 AND folded >= $2 AND folded < $3 ORDER BY folded LIMIT $4"};
#undef PARLANCE_ACCOUNT
constexpr SqlStatement addAccount{
    "INSERT INTO accounts (person, handle, folded, skeleton, look, role, disabled, password, totp, totp_step, since)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
constexpr SqlStatement changeAccount{
    "UPDATE accounts SET handle = $1, folded = $2, skeleton = $3, look = $4, role = $5, disabled = $6, password = $7,"
    " totp = $8, totp_step = $9 WHERE person = $10"};
constexpr SqlStatement countAccounts{"SELECT count(*) FROM accounts WHERE role = $1 AND disabled = 0"};
constexpr SqlStatement removeCodes{"DELETE FROM recovery_codes WHERE person = $1"};
constexpr SqlStatement addCode{"INSERT INTO recovery_codes (person, hash) VALUES ($1, $2)"};
constexpr SqlStatement takeCode{"DELETE FROM recovery_codes WHERE person = $1 AND hash = $2 RETURNING 1"};

#define PARLANCE_DEVICE "SELECT id, person, hash, name, since, last_used, ended FROM devices"
constexpr SqlStatement deviceOfHash{PARLANCE_DEVICE " WHERE hash = $1"};
constexpr SqlStatement devicesOfUser{PARLANCE_DEVICE " WHERE person = $1 AND ended = 0 ORDER BY since DESC, id"};
#undef PARLANCE_DEVICE
constexpr SqlStatement addDevice{"INSERT INTO devices (id, person, hash, name, since, last_used, ended)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr SqlStatement touchDevice{"UPDATE devices SET last_used = $1 WHERE id = $2 AND last_used < $1"};
constexpr SqlStatement changeDevice{"UPDATE devices SET name = $1, last_used = $2, ended = $3 WHERE id = $4"};

#define PARLANCE_LINK "SELECT id, kind, hash, maker, person, room, role, uses, expires, since FROM links"
constexpr SqlStatement linkOfHash{PARLANCE_LINK " WHERE hash = $1"};
constexpr SqlStatement linkOfId{PARLANCE_LINK " WHERE id = $1"};
constexpr SqlStatement linksOfKind{PARLANCE_LINK " WHERE kind = $1 ORDER BY since DESC, id LIMIT $2"};
constexpr SqlStatement linksOfMaker{PARLANCE_LINK " WHERE kind = $1 AND maker = $2 ORDER BY since DESC, id LIMIT $3"};
#undef PARLANCE_LINK
constexpr SqlStatement addLink{"INSERT INTO links (id, kind, hash, maker, person, room, role, uses, expires, since)"
                               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr SqlStatement setLinkUses{"UPDATE links SET uses = $1 WHERE id = $2"};
constexpr SqlStatement removeLink{"DELETE FROM links WHERE id = $1"};
constexpr SqlStatement removeLinks{"DELETE FROM links WHERE kind = $1"};
constexpr SqlStatement removeLinksOf{"DELETE FROM links WHERE kind = $1 AND person = $2"};

constexpr SqlStatement addAct{"INSERT INTO audit (at, maker, act, person, room, detail)"
                              " VALUES ($1, $2, $3, $4, $5, $6)"};
#define PARLANCE_AUDIT "SELECT id, at, maker, act, person, room, detail FROM audit WHERE id < $1"
#define PARLANCE_NEWEST " ORDER BY id DESC LIMIT "
constexpr SqlStatement allActs{PARLANCE_AUDIT PARLANCE_NEWEST "$2"};
constexpr SqlStatement actsOfKind{PARLANCE_AUDIT " AND act = $2" PARLANCE_NEWEST "$3"};
constexpr SqlStatement actsOfUser{PARLANCE_AUDIT " AND (maker = $2 OR person = $2)" PARLANCE_NEWEST "$3"};
constexpr SqlStatement actsOfKindAndUser{PARLANCE_AUDIT " AND act = $2 AND (maker = $3 OR person = $3)" PARLANCE_NEWEST
                                                        "$4"};
#undef PARLANCE_AUDIT
#undef PARLANCE_NEWEST
constexpr SqlStatement findChoice{"SELECT value FROM choices WHERE name = $1"};
constexpr SqlStatement setChoice{"INSERT INTO choices (name, value) VALUES ($1, $2)"
                                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value"};

constexpr qint64 behindAll = std::numeric_limits<qint64>::max();

AccountRow readAccount(const SqlRow& row)
{
    return {.user = UserId(row.bytes(0)),
            .handle = row.text(1),
            .folded = row.bytes(2),
            .skeleton = row.bytes(3),
            .look = row.bytes(4),
            .role = ServerRole(row.number(5)),
            .isDisabled = row.number(6) != 0,
            .password = row.bytes(7),
            .totpSecret = QByteArray::fromHex(row.bytes(8)),
            .totpStep = row.number(9),
            .since = row.number(10)};
}

DeviceRow readDevice(const SqlRow& row)
{
    return {.id = DeviceId(row.bytes(0)),
            .user = UserId(row.bytes(1)),
            .hash = QByteArray::fromHex(row.bytes(2)),
            .name = row.text(3),
            .since = row.number(4),
            .lastUsed = row.number(5),
            .ended = row.number(6)};
}

LinkRow readLink(const SqlRow& row)
{
    return {.id = LinkId(row.bytes(0)),
            .kind = LinkKind(row.number(1)),
            .hash = QByteArray::fromHex(row.bytes(2)),
            .maker = UserId(row.bytes(3)),
            .user = UserId(row.bytes(4)),
            .room = RoomId(row.bytes(5)),
            .role = ServerRole(row.number(6)),
            .uses = row.number(7),
            .expires = row.number(8),
            .since = row.number(9)};
}

AuditRow readAct(const SqlRow& row)
{
    return {.id = row.number(0),
            .when = row.number(1),
            .by = UserId(row.bytes(2)),
            .act = row.text(3),
            .user = UserId(row.bytes(4)),
            .room = RoomId(row.bytes(5)),
            .detail = row.text(6)};
}

template <class Read>
auto readFirst(const std::optional<SqlRow>& row, Read read)
{
    return row ? std::optional(read(*row)) : std::nullopt;
}

template <class Read>
auto readAll(const std::vector<SqlRow>& rows, Read read)
{
    std::vector<decltype(read(rows.front()))> all;
    all.reserve(rows.size());
    for (const SqlRow& row : rows)
        all.push_back(read(row));
    return all;
}

} // namespace

std::optional<AccountRow> AccountTable::ofUser(const UserId& user)
{
    return readFirst(m_session.first(accountOfUser, user.text()), readAccount);
}

std::optional<AccountRow> AccountTable::ofHandle(const QByteArray& folded)
{
    return readFirst(m_session.first(accountOfHandle, folded), readAccount);
}

std::optional<AccountRow> AccountTable::looksLike(const QByteArray& skeleton, const QByteArray& look)
{
    return readFirst(m_session.first(accountOfLook, skeleton, look), readAccount);
}

void AccountTable::add(const AccountRow& account)
{
    m_added.push_back(account.user);
    m_session.ask(addAccount, account.user.text(), account.handle, account.folded, account.skeleton, account.look,
                  int(account.role), account.isDisabled, account.password, account.totpSecret.toHex(), account.totpStep,
                  account.since);
}

void AccountTable::change(const AccountRow& account)
{
    m_session.ask(changeAccount, account.handle, account.folded, account.skeleton, account.look, int(account.role),
                  account.isDisabled, account.password, account.totpSecret.toHex(), account.totpStep,
                  account.user.text());
}

qint64 AccountTable::countActive(ServerRole role)
{
    const auto row = m_session.first(countAccounts, int(role));
    return row ? row->number(0) : 0;
}

std::vector<AccountRow> AccountTable::page(const AccountQuery& query)
{
    const QByteArray end = query.prefix + "\xf4\x8f\xbf\xbf"; // U+10FFFF, which is in no handle
    return readAll(m_session.ask(accountPage, query.after, query.prefix, end, query.limit), readAccount);
}

void AccountTable::setRecoveryCodes(const UserId& user, const std::vector<QByteArray>& hashes)
{
    m_session.ask(removeCodes, user.text());
    for (const QByteArray& hash : hashes)
        m_session.ask(addCode, user.text(), hash.toHex());
}

bool AccountTable::takeRecoveryCode(const UserId& user, const QByteArray& hash)
{
    return m_session.first(takeCode, user.text(), hash.toHex()).has_value();
}

std::optional<DeviceRow> DeviceTable::ofHash(const QByteArray& hash)
{
    return readFirst(m_session.first(deviceOfHash, hash.toHex()), readDevice);
}

std::vector<DeviceRow> DeviceTable::ofUser(const UserId& user)
{
    return readAll(m_session.ask(devicesOfUser, user.text()), readDevice);
}

void DeviceTable::add(const DeviceRow& device)
{
    m_session.ask(addDevice, device.id.text(), device.user.text(), device.hash.toHex(), device.name, device.since,
                  device.lastUsed, device.ended);
}

void DeviceTable::touch(const DeviceId& id, qint64 when)
{
    m_session.ask(touchDevice, when, id.text());
}

void DeviceTable::change(const DeviceRow& device)
{
    if (device.ended != 0)
        m_ended.push_back(device);
    m_session.ask(changeDevice, device.name, device.lastUsed, device.ended, device.id.text());
}

std::optional<LinkRow> LinkTable::ofHash(const QByteArray& hash)
{
    return readFirst(m_session.first(linkOfHash, hash.toHex()), readLink);
}

std::optional<LinkRow> LinkTable::ofId(const LinkId& id)
{
    return readFirst(m_session.first(linkOfId, id.text()), readLink);
}

std::vector<LinkRow> LinkTable::ofKind(LinkKind kind, const UserId& maker, qint64 limit)
{
    if (!maker.isEmpty())
        return readAll(m_session.ask(linksOfMaker, int(kind), maker.text(), limit), readLink);
    return readAll(m_session.ask(linksOfKind, int(kind), limit), readLink);
}

void LinkTable::add(const LinkRow& link)
{
    m_session.ask(addLink, link.id.text(), int(link.kind), link.hash.toHex(), link.maker.text(), link.user.text(),
                  link.room.text(), int(link.role), link.uses, link.expires, link.since);
}

void LinkTable::setUses(const LinkId& id, qint64 uses)
{
    m_session.ask(setLinkUses, uses, id.text());
}

void LinkTable::remove(const LinkId& id)
{
    m_session.ask(removeLink, id.text());
}

void LinkTable::removeAll(LinkKind kind, const UserId& user)
{
    if (user.isEmpty())
        m_session.ask(removeLinks, int(kind));
    else
        m_session.ask(removeLinksOf, int(kind), user.text());
}

void CareTable::note(const AuditRow& act)
{
    m_session.ask(addAct, act.when, act.by.text(), act.act, act.user.text(), act.room.text(), act.detail);
}

std::vector<AuditRow> CareTable::audit(const AuditQuery& query)
{
    const qint64 before = query.before > 0 ? query.before : behindAll;
    const QByteArray user = query.user.text();
    if (query.act.isEmpty() && user.isEmpty())
        return readAll(m_session.ask(allActs, before, query.limit), readAct);
    if (user.isEmpty())
        return readAll(m_session.ask(actsOfKind, before, query.act, query.limit), readAct);
    if (query.act.isEmpty())
        return readAll(m_session.ask(actsOfUser, before, user, query.limit), readAct);
    return readAll(m_session.ask(actsOfKindAndUser, before, query.act, user, query.limit), readAct);
}

std::optional<QString> CareTable::choice(const QString& name)
{
    const auto row = m_session.first(findChoice, name);
    return row ? std::optional(row->text(0)) : std::nullopt;
}

void CareTable::choose(const QString& name, const QString& value)
{
    m_session.ask(setChoice, name, value);
}

} // namespace parlance
