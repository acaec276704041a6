#pragma once

#include "ports/accountbook.h"
#include "storage/sqlsession.h"

namespace parlance {

/// The tables `accounts` and `recovery_codes`.
class AccountTable final : public AccountRows {
  public:
    explicit AccountTable(SqlSession& session)
        : m_session(session)
    {}

    std::optional<AccountRow> ofUser(const UserId& user) override;
    std::optional<AccountRow> ofHandle(const QByteArray& folded) override;
    std::optional<AccountRow> looksLike(const QByteArray& skeleton, const QByteArray& look) override;
    void add(const AccountRow& account) override;
    void change(const AccountRow& account) override;
    const std::vector<UserId>& added() const { return m_added; }
    qint64 countActive(ServerRole role) override;
    std::vector<AccountRow> page(const AccountQuery& query) override;
    void setRecoveryCodes(const UserId& user, const std::vector<QByteArray>& hashes) override;
    bool takeRecoveryCode(const UserId& user, const QByteArray& hash) override;

  private:
    SqlSession& m_session;
    std::vector<UserId> m_added;
};

/// The table `devices`.
class DeviceTable final : public DeviceRows {
  public:
    explicit DeviceTable(SqlSession& session)
        : m_session(session)
    {}

    std::optional<DeviceRow> ofHash(const QByteArray& hash) override;
    std::vector<DeviceRow> ofUser(const UserId& user) override;
    void add(const DeviceRow& device) override;
    void touch(const DeviceId& id, qint64 when) override;
    void change(const DeviceRow& device) override;
    const std::vector<DeviceRow>& ended() const { return m_ended; }

  private:
    SqlSession& m_session;
    std::vector<DeviceRow> m_ended;
};

/// The table `links`.
class LinkTable final : public LinkRows {
  public:
    explicit LinkTable(SqlSession& session)
        : m_session(session)
    {}

    std::optional<LinkRow> ofHash(const QByteArray& hash) override;
    std::optional<LinkRow> ofId(const LinkId& id) override;
    std::vector<LinkRow> ofKind(LinkKind kind, const UserId& maker, qint64 limit) override;
    void add(const LinkRow& link) override;
    void setUses(const LinkId& id, qint64 uses) override;
    void remove(const LinkId& id) override;
    void removeAll(LinkKind kind, const UserId& user) override;

  private:
    SqlSession& m_session;
};

/// The tables `audit` and `choices`.
class CareTable final : public CareRows {
  public:
    explicit CareTable(SqlSession& session)
        : m_session(session)
    {}

    void note(const AuditRow& act) override;
    std::vector<AuditRow> audit(const AuditQuery& query) override;
    std::optional<QString> choice(const QString& name) override;
    void choose(const QString& name, const QString& value) override;

  private:
    SqlSession& m_session;
};

/// All of an AccountBook in one database. Used by the thread that has the session, within its transaction.
class AccountTables final : public AccountBook {
  public:
    /// `people`: the rest of the same store.
    AccountTables(SqlSession& session, PersonRows& people)
        : m_session(session)
        , m_people(people)
        , m_accounts(session)
        , m_devices(session)
        , m_links(session)
        , m_care(session)
    {}

    AccountRows& accounts() override { return m_accounts; }
    DeviceRows& devices() override { return m_devices; }
    LinkRows& links() override { return m_links; }
    CareRows& care() override { return m_care; }
    PersonRows& people() override { return m_people; }
    qint64 time(qint64 callers) override { return m_session.time(callers); }

    // What other nodes have to learn of what was done by this object.
    const std::vector<UserId>& added() const { return m_accounts.added(); }
    const std::vector<DeviceRow>& ended() const { return m_devices.ended(); }

  private:
    SqlSession& m_session;
    PersonRows& m_people;
    AccountTable m_accounts;
    DeviceTable m_devices;
    LinkTable m_links;
    CareTable m_care;
};

} // namespace parlance
