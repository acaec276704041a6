#pragma once

#include "ports/accountrecords.h"
#include "ports/records.h"

namespace parlance {

/// The links that were given out and can still be used.
class LinkRows {
  public:
    virtual ~LinkRows() = default;

    virtual std::optional<LinkRow> ofHash(const QByteArray& hash) = 0;
    virtual std::optional<LinkRow> ofId(const LinkId& id) = 0;
    /// The newest first. Those that this person has made; an empty one: all.
    virtual std::vector<LinkRow> ofKind(LinkKind kind, const UserId& maker, qint64 limit) = 0;
    virtual void add(const LinkRow& link) = 0;
    virtual void setUses(const LinkId& id, qint64 uses) = 0;
    virtual void remove(const LinkId& id) = 0;
    /// Removes those of this kind that are about this person; an empty one: all of the kind.
    virtual void removeAll(LinkKind kind, const UserId& user) = 0;
};

/// What admins did, and what they have chosen for the server.
class CareRows {
  public:
    virtual ~CareRows() = default;

    virtual void note(const AuditRow& act) = 0;
    /// The newest first.
    virtual std::vector<AuditRow> audit(const AuditQuery& query) = 0;
    virtual std::optional<QString> choice(const QString& name) = 0;
    virtual void choose(const QString& name, const QString& value) = 0;
};

/// The people among whom the accounts are.
class PersonRows {
  public:
    virtual ~PersonRows() = default;

    virtual IdentityRecord identity(const UserId& user) = 0;
    virtual std::optional<QString> nameOf(const UserId& user) = 0;
    /// Stores somebody under this name for good: from now on they are no stranger who may be swept.
    virtual void keep(const UserId& user, const QString& name) = 0;
};

} // namespace parlance
