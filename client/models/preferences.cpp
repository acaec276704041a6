#include "models/preferences.h"

#include <array>

namespace parlance::client {

namespace {

constexpr std::array schemes{"system", "light", "dark"}; // as Preferences::Scheme
constexpr std::array rules{"all", "mentions", "none"};   // as Rule

struct SwitchInfo {
    const char* key;
    bool atFirst;
};
constexpr std::array<SwitchInfo, 6> switches{{{"attention/sound", true},
                                              {"attention/doNotDisturb", false},
                                              {"window/closeToTray", false},
                                              {"window/members", true},
                                              {"attention/hideText", false},
                                              {"writing/spelling", true}}}; // as Preferences::Switch

/// A word of a file that anybody may have edited.
template <class Enum, size_t Count>
Enum wordAs(const std::array<const char*, Count>& words, const QString& word, Enum otherwise)
{
    for (size_t i = 0; i < Count; ++i) {
        if (word == QLatin1String(words[i]))
            return Enum(i);
    }
    return otherwise;
}

/// A slash or a backslash in a key would be taken for a group.
QString ruleKey(const QString& account, const RoomId& room)
{
    return QStringLiteral("roomRules/%1/%2").arg(account, QString::fromLatin1(room.text().toPercentEncoding()));
}

/// As version 0.1 had it.
QString namedRuleKey(const QString& account, const RoomName& room)
{
    return QStringLiteral("rules/%1/%2").arg(account, QString::fromLatin1(room.text().toUtf8().toPercentEncoding()));
}

} // namespace

Preferences::Preferences(QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{}

QList<AccountInfo> Preferences::accounts() const
{
    QList<AccountInfo> all;
    const QStringList ids = m_settings.value(QStringLiteral("accounts/order")).toStringList();
    for (const QString& id : ids) {
        const QString group = QStringLiteral("accounts/%1/").arg(id);
        AccountInfo info;
        info.id = id;
        info.url = QUrl(m_settings.value(group + QStringLiteral("url")).toString(), QUrl::StrictMode);
        if (const auto name = UserName::parse(m_settings.value(group + QStringLiteral("name")).toString()))
            info.name = *name;
        info.room = RoomId(m_settings.value(group + QStringLiteral("roomId")).toString().toLatin1());
        if (const auto room = RoomName::parse(m_settings.value(group + QStringLiteral("room")).toString()))
            info.roomName = *room;
        info.hasIdentity = m_settings.value(group + QStringLiteral("hasIdentity")).toBool();
        if (info.url.isValid() && !info.url.isEmpty())
            all << info;
    }
    return all;
}

void Preferences::save(const AccountInfo& account)
{
    const QString order = QStringLiteral("accounts/order");
    QStringList ids = m_settings.value(order).toStringList();
    if (!ids.contains(account.id))
        ids << account.id;
    const QString group = QStringLiteral("accounts/%1/").arg(account.id);
    bool isNew = change(order, ids);
    isNew |= change(group + QStringLiteral("url"), account.url.toString());
    isNew |= change(group + QStringLiteral("name"), account.name ? account.name->text() : QString());
    isNew |= change(group + QStringLiteral("room"), account.roomName.text());
    isNew |= change(group + QStringLiteral("roomId"), QString::fromLatin1(account.room.text()));
    isNew |= change(group + QStringLiteral("hasIdentity"), account.hasIdentity);
    if (isNew)
        m_settings.sync(); // a crash must not cost anybody who they are
}

void Preferences::forget(const QString& account)
{
    const QString order = QStringLiteral("accounts/order");
    QStringList ids = m_settings.value(order).toStringList();
    ids.removeAll(account);
    m_settings.setValue(order, ids);
    m_settings.remove(QStringLiteral("accounts/%1").arg(account));
    m_settings.remove(QStringLiteral("rules/%1").arg(account));
    m_settings.remove(QStringLiteral("roomRules/%1").arg(account));
}

Preferences::Scheme Preferences::scheme() const
{
    return wordAs(schemes, m_settings.value(QStringLiteral("look/scheme")).toString(), Scheme::System);
}

void Preferences::setScheme(Scheme scheme)
{
    put(QStringLiteral("look/scheme"), QLatin1String(schemes[size_t(scheme)]));
}

int Preferences::fontStep() const
{
    return m_settings.value(QStringLiteral("look/fontStep")).toInt();
}

void Preferences::setFontStep(int step)
{
    put(QStringLiteral("look/fontStep"), step);
}

Rule Preferences::rule(const QString& account, const RoomId& room) const
{
    return wordAs(rules, m_settings.value(ruleKey(account, room)).toString(), Rule::Mentions);
}

void Preferences::setRule(const QString& account, const RoomId& room, Rule rule)
{
    if (rule == this->rule(account, room))
        return;
    put(ruleKey(account, room), QLatin1String(rules[size_t(rule)]));
    Q_EMIT ruleChanged(account, room);
}

std::vector<RoomName> Preferences::namedRules(const QString& account) const
{
    std::vector<RoomName> names;
    m_settings.beginGroup(QStringLiteral("rules/%1").arg(account));
    const QStringList keys = m_settings.childKeys();
    m_settings.endGroup();
    for (const QString& key : keys) {
        if (const auto name = RoomName::parse(QString::fromUtf8(QByteArray::fromPercentEncoding(key.toLatin1()))))
            names.push_back(*name);
    }
    return names;
}

void Preferences::adoptRule(const QString& account, const RoomName& name, const RoomId& room)
{
    const QString before = namedRuleKey(account, name);
    const QVariant rule = m_settings.value(before);
    if (!rule.isValid())
        return;
    if (!m_settings.contains(ruleKey(account, room)))
        m_settings.setValue(ruleKey(account, room), rule);
    m_settings.remove(before);
    Q_EMIT ruleChanged(account, room);
}

bool Preferences::isOn(Switch which) const
{
    const SwitchInfo& info = switches[size_t(which)];
    return m_settings.value(QLatin1String(info.key), info.atFirst).toBool();
}

bool Preferences::isChosen(Switch which) const
{
    return m_settings.contains(QLatin1String(switches[size_t(which)].key));
}

void Preferences::set(Switch which, bool on)
{
    put(QLatin1String(switches[size_t(which)].key), on);
}

QByteArray Preferences::layout(const QString& what) const
{
    return m_settings.value(QStringLiteral("layout/%1").arg(what)).toByteArray();
}

void Preferences::setLayout(const QString& what, const QByteArray& layout)
{
    change(QStringLiteral("layout/%1").arg(what), layout);
}

void Preferences::put(const QString& key, const QVariant& value)
{
    if (change(key, value))
        Q_EMIT changed();
}

/// Each start would write the whole file anew, if it were told what it knows.
bool Preferences::change(const QString& key, const QVariant& value)
{
    if (m_settings.value(key) == value)
        return false;
    m_settings.setValue(key, value);
    return true;
}

} // namespace parlance::client
