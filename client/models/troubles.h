#pragma once

#include <QObject>
#include <QString>

#include <vector>

namespace parlance::client {

/// What this computer cannot keep of an account, or could not find again. People must know it before they rely on it,
/// so each stays until it is over or somebody has waved it away.
class Troubles final : public QObject {
    Q_OBJECT

  public:
    enum class Kind {
        CacheReplaced,    ///< the saved messages were damaged and were put aside
        CacheUnusable,    ///< messages, drafts and the outbox are not saved
        SettingsUnsaved,  ///< the account itself is not saved
        SecretUnsaved,    ///< the key to the identity is not saved
        SecretUnreadable, ///< it is there, but cannot be read now: the account waits
        SecretMissing,    ///< it is gone: the account waits, because it would become somebody else
    };
    struct Trouble {
        Kind kind;
        QString detail; ///< plain text, for people; may be empty
    };

    const std::vector<Trouble>& all() const { return m_all; }
    bool has(Kind kind) const;

    /// Reporting one again replaces its detail.
    void report(Kind kind, const QString& detail);
    void clear(Kind kind);

  Q_SIGNALS:
    void changed();

  private:
    std::vector<Trouble> m_all; // in the order of the kinds' first reports
};

} // namespace parlance::client
