#include "app/settingstext.h"

#include "base/views.h"

namespace parlance {

namespace {

/// A basic string of TOML.
QString quoted(const QString& text)
{
    QString out(u'"');
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\';
        if (c < u' ' || c == QChar(0x7f))
            out += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + u'"';
}

QString headOf(const SettingSection& section)
{
    return QStringLiteral("\n# %1\n[%2]\n").arg(toQString(section.text), toQString(section.name));
}

QString entryOf(const Setting& setting, const Settings& settings)
{
    const QString value = tomlValue(setting, settings);
    const QString name = toQString(setting.key.substr(setting.key.find('.') + 1));
    const QString comment = value == tomlValue(setting, Settings()) ? QStringLiteral("# ") : QString();
    const QString takes = setting.type == SettingType::List ? QStringLiteral("a list of ") : QString();
    return QStringLiteral("\n# %1\n# takes %2%3\n%4%5 = %6\n")
        .arg(toQString(setting.text), takes, toQString(setting.takes), comment, name, value);
}

} // namespace

QString tomlValue(const Setting& setting, const Settings& settings)
{
    const QString shown = setting.show(settings);
    if (setting.type == SettingType::Number || setting.type == SettingType::Switch)
        return shown;
    if (setting.type == SettingType::Text)
        return quoted(shown);
    QStringList items;
    for (const QString& item : shown.split(QStringLiteral(", "), Qt::SkipEmptyParts))
        items += quoted(item);
    return u'[' + items.join(QStringLiteral(", ")) + u']';
}

QString settingsFileText(const Settings& settings)
{
    QString text = QStringLiteral("# Settings of Parlance's server. A line that is commented out shows a default.\n"
                                  "# `parlanced config check` finds mistakes; parlanced.toml(5) explains this file.\n");
    for (const SettingSection& section : settingSections()) {
        text += headOf(section);
        for (const Setting& setting : settingsTable()) {
            if (sectionOf(setting) == section.name)
                text += entryOf(setting, settings);
        }
    }
    return text;
}

} // namespace parlance
