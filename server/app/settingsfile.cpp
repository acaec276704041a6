#include "app/settingsfile.h"

#include <QFile>
#include <toml++/toml.h>

#include <sstream>

namespace parlance {

namespace {

QString tomlText(const toml::node& node)
{
    if (const auto* string = node.as_string())
        return QString::fromStdString(string->get());
    if (const auto* array = node.as_array()) {
        QStringList items;
        for (const toml::node& item : *array)
            items.append(tomlText(item));
        return items.join(u',');
    }
    std::ostringstream out;
    node.visit([&out](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>)
            out << value.get();
    });
    return QString::fromStdString(out.str());
}

QString place(const QString& file, const toml::source_position& at)
{
    return QStringLiteral("%1:%2:%3").arg(file).arg(at.line).arg(at.column);
}

} // namespace

void readSettingsFile(const QString& path, Configuration& configuration)
{
    if (!QFile::exists(path)) {
        configuration.problems.append(QStringLiteral("--config: there is no file %1").arg(path));
        return;
    }
    toml::table root;
    try {
        root = toml::parse_file(path.toStdString());
    } catch (const toml::parse_error& error) {
        configuration.problems.append(QStringLiteral("%1: %2").arg(place(path, error.source().begin),
                                                                   QString::fromUtf8(error.description().data())));
        return;
    }
    for (const auto& [section, content] : root) {
        const auto* table = content.as_table();
        const QString prefix = QString::fromStdString(std::string(section.str()));
        if (!table) {
            configuration.warnings.append(QStringLiteral("%1: \"%2\" stands outside a [section]; ignored")
                                              .arg(place(path, section.source().begin), prefix));
            continue;
        }
        for (const auto& [name, value] : *table) {
            const QString key = prefix + u'.' + QString::fromStdString(std::string(name.str()));
            const QString where = place(path, value.source().begin);
            const auto error = apply(configuration.settings, key, tomlText(value), where);
            if (!error)
                configuration.origins[key] = where;
            else if (findSetting(key))
                configuration.problems.append(*error);
            else
                configuration.warnings.append(*error + QStringLiteral("; ignored"));
        }
    }
}

} // namespace parlance
