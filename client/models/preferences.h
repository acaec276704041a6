#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <QObject>
#include <QSettings>
#include <QUrl>

#include <optional>
#include <vector>

namespace parlance::client {

/// A server that one uses, and as whom. The token is elsewhere; see SecretStore.
struct AccountInfo {
    QString id; ///< made once; names the cache and the secret
    QUrl url;
    std::optional<UserName> name;
    RoomId room;              ///< that was open last; empty while it is not known
    RoomName roomName;        ///< what that one was called; where it is not known, the one to open
    bool hasIdentity = false; ///< the server has given it one, whose key is in the SecretStore
};

/// When a room's messages are called to one's attention.
enum class Rule { All, Mentions, None };

/// What people choose and what the window remembers, in a file of the user's. Nothing here is secret. The settings must
/// outlive it.
class Preferences final : public QObject {
    Q_OBJECT

  public:
    enum class Scheme { System, Light, Dark };

    explicit Preferences(QSettings& settings, QObject* parent = nullptr);

    QList<AccountInfo> accounts() const; ///< in the order in which they were added
    void save(const AccountInfo& account);

    /// Whether what was saved so far has reached the file.
    bool isSaved() const { return m_settings.status() == QSettings::NoError; }
    void forget(const QString& account);

    Scheme scheme() const;
    void setScheme(Scheme scheme);
    int fontStep() const;
    void setFontStep(int step);

    Rule rule(const QString& account, const RoomId& room) const; ///< Mentions, unless set
    void setRule(const QString& account, const RoomId& room, Rule rule);

    /// Version 0.1 kept rules by the rooms' names. Those that it left, and which room each of them was for.
    std::vector<RoomName> namedRules(const QString& account) const;
    void adoptRule(const QString& account, const RoomName& name, const RoomId& room);

    /// Named switches; each with the value that it has at first.
    enum class Switch { Sound, DoNotDisturb, CloseToTray, ShowMembers, HideText, Spelling };
    bool isOn(Switch which) const;
    void set(Switch which, bool on);
    bool isChosen(Switch which) const; ///< somebody has set it, to whatever it was at first or the other

    /// Where windows and splitters were; `what` names one.
    QByteArray layout(const QString& what) const;
    void setLayout(const QString& what, const QByteArray& layout);

  Q_SIGNALS:
    void changed();
    void ruleChanged(const QString& account, const RoomId& room);

  private:
    void put(const QString& key, const QVariant& value);
    bool change(const QString& key, const QVariant& value);

    QSettings& m_settings;
};

} // namespace parlance::client
