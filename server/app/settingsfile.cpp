#include "app/settingsfile.h"

#include "base/views.h"

#include <QFile>
#include <QRegularExpression>
#include <toml++/toml.h>

#include <sstream>

namespace parlance {

namespace {

constexpr qint64 largestFile = 1'024 * 1'024; // bytes; nobody writes that many settings

struct Remark {
    toml::source_position at;
    bool isProblem;
    QString text;
};

/// A table of toml++ is sorted by name, not by place: what is found is said in the order of the file.
struct Reading {
    const QString& path;
    Configuration& configuration;
    std::vector<Remark> remarks = {};

    QString at(const toml::source_position& place) const
    {
        return QStringLiteral("%1:%2:%3").arg(path).arg(place.line).arg(place.column);
    }
    void problem(const toml::source_region& place, const QString& text)
    {
        remarks.push_back({place.begin, true, text});
    }
    void warning(const toml::source_region& place, const QString& text)
    {
        remarks.push_back({place.begin, false, QStringLiteral("ignored: ") + text});
    }
    void tell()
    {
        std::ranges::stable_sort(remarks, std::less(), &Remark::at);
        for (const Remark& remark : remarks) {
            QStringList& list = remark.isProblem ? configuration.problems : configuration.warnings;
            list.append(at(remark.at) + QStringLiteral(": ") + remark.text);
        }
    }
};

/// As apply() takes it.
QString plainText(const toml::node& node)
{
    if (const auto* string = node.as_string())
        return QString::fromStdString(string->get());
    std::ostringstream out;
    out << std::boolalpha;
    node.visit([&out](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>)
            out << value.get();
    });
    return QString::fromStdString(out.str());
}

/// What stands there, for people.
QString found(const toml::node& node, bool isSecret)
{
    if (node.is_table())
        return QStringLiteral("a table");
    if (node.is_array())
        return node.is_array_of_tables() ? QStringLiteral("an array of tables") : QStringLiteral("an array");
    const QString kind = node.is_string()    ? QStringLiteral("the text")
                         : node.is_number()  ? QStringLiteral("the number")
                         : node.is_boolean() ? QStringLiteral("the switch")
                                             : QStringLiteral("the date or time");
    if (isSecret)
        return kind;
    const QString text = plainText(node);
    return kind + (node.is_string() ? QStringLiteral(" \"%1\"").arg(text) : u' ' + text);
}

bool isOfType(const toml::node& node, SettingType type)
{
    switch (type) {
    case SettingType::Number:
        return node.is_integer();
    case SettingType::Switch:
        return node.is_boolean();
    case SettingType::Text:
        return node.is_string();
    case SettingType::List:
        return node.is_array() && !node.is_array_of_tables();
    }
    return false;
}

/// How TOML wants it, where something else stands.
QString writtenAs(SettingType type, const toml::node& node)
{
    if (type == SettingType::List)
        return QStringLiteral(R"(, as a list: ["...", "..."])");
    if (type == SettingType::Text)
        return QStringLiteral(" (in quotes)");
    return node.is_string() ? QStringLiteral(" (without quotes)") : QString();
}

QString wrong(const Setting& setting, const toml::node& node, const QString& how)
{
    return QStringLiteral("%1 got %2, but takes %3%4")
        .arg(toQString(setting.key), found(node, setting.isSecret), toQString(setting.takes), how);
}

/// Each item is tried alone, so that the one that is wrong can be named.
bool areItems(Reading& reading, const Setting& setting, const toml::array& items)
{
    for (const toml::node& item : items) {
        Settings scratch;
        const bool isText = item.is_string();
        if (isText && setting.set(scratch, plainText(item)))
            continue;
        reading.problem(item.source(), wrong(setting, item, isText ? QString() : writtenAs(SettingType::Text, item)));
        return false;
    }
    return true;
}

void readValue(Reading& reading, const Setting& setting, const toml::node& node)
{
    if (!isOfType(node, setting.type))
        return reading.problem(node.source(), wrong(setting, node, writtenAs(setting.type, node)));
    QString text = plainText(node);
    if (const auto* array = node.as_array()) {
        if (!areItems(reading, setting, *array))
            return;
        QStringList items;
        for (const toml::node& item : *array)
            items += plainText(item);
        text = items.join(u',');
    }
    if (!setting.set(reading.configuration.settings, text))
        return reading.problem(node.source(), wrong(setting, node, {}));
    reading.configuration.origins[toQString(setting.key)] = reading.at(node.source().begin);
}

bool isSection(const QString& name)
{
    return std::ranges::any_of(settingSections(), [&](const SettingSection& s) { return toQString(s.name) == name; });
}

/// `prefix` is empty, or the names above with a dot behind each.
void readTable(Reading& reading, const QString& prefix, const toml::table& table)
{
    for (const auto& [name, node] : table) {
        const QString key = prefix + QString::fromStdString(std::string(name.str()));
        if (const Setting* setting = findSetting(key))
            readValue(reading, *setting, node);
        else if (prefix.isEmpty() && isSection(key) && !node.is_table())
            reading.problem(name.source(),
                            QStringLiteral("%1 got %2, but is a section: [%1]").arg(key, found(node, true)));
        else if (const auto* inner = node.as_table();
                 inner && (!inner->empty() || (prefix.isEmpty() && isSection(key))))
            readTable(reading, key + u'.', *inner);
        else
            reading.warning(name.source(), unknownSetting(key));
    }
}

/// What is no TOML. The commonest mistake is a text that stands without quotes, which the parser takes for a number or
/// a date that goes wrong.
QString syntaxError(const toml::parse_error& error)
{
    const QString text = QString::fromUtf8(error.description().data()).simplified();
    static const QRegularExpression bare(QStringLiteral(
        "parsing (boolean|time|date|date-time|floating-point|decimal integer|infinity)\\b.*(expected|saw)"));
    return text.contains(bare) ? text + QStringLiteral("; a text stands in quotes") : text;
}

} // namespace

void readSettingsFile(const QString& path, Configuration& configuration)
{
    QFile file(path);
    if (!file.exists()) {
        configuration.problems.append(QStringLiteral("there is no file %1; see --config").arg(path));
        return;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        configuration.problems.append(QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
        return;
    }
    const QByteArray content = file.read(largestFile + 1);
    if (content.size() > largestFile) {
        configuration.problems.append(QStringLiteral("%1: is larger than 1 MiB, so no file of settings").arg(path));
        return;
    }
    Reading reading{path, configuration};
    try {
        readTable(reading, {}, toml::parse(std::string_view(content.constData(), size_t(content.size()))));
    } catch (const toml::parse_error& error) {
        reading.problem(error.source(), syntaxError(error));
    }
    reading.tell();
}

} // namespace parlance
