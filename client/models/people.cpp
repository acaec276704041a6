#include "models/people.h"

#include "text/clusters.h"
#include "text/folding.h"

#include <QCollator>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace parlance::client {

int compareNames(const QString& a, const QString& b)
{
    static const QCollator collator = [] {
        const QLocale own; // without one of its own, the system sorts by bytes
        QCollator made(own.language() == QLocale::C ? QLocale(QLocale::English) : own);
        made.setNumericMode(true);
        made.setCaseSensitivity(Qt::CaseInsensitive);
        return made;
    }();
    return collator.compare(a, b);
}

int hueOf(const UserId& user)
{
    constexpr quint32 hues = 12;
    quint32 hash = 0;
    for (const char sign : user.text())
        hash = hash * 31 + quint8(sign);
    return int(hash % hues);
}

QString initials(const QString& name)
{
    // Blanks of every script: names in Japanese have a wide one.
    static const QRegularExpression gaps(QStringLiteral("[\\s._-]+"), QRegularExpression::UseUnicodePropertiesOption);
    const QStringList words = name.trimmed().split(gaps, Qt::SkipEmptyParts);
    const auto letter = [](const QString& word) { return firstCluster(word).toString().toUpper(); };
    if (words.isEmpty())
        return QStringLiteral("?");
    return words.size() > 1 ? letter(words.front()) + letter(words.back()) : letter(words.front());
}

bool hasWordBeginning(const QString& name, const QString& typed)
{
    const QString wanted = folded(typed);
    const QString whole = folded(name);
    bool isInWord = false;
    for (qsizetype i = 0; i < whole.size(); ++i) {
        const bool isBetween = whole[i].isSpace() || whole[i].isPunct();
        if (!isBetween && !isInWord && QStringView(whole).sliced(i).startsWith(wanted))
            return true;
        isInWord = !isBetween;
    }
    return wanted.isEmpty();
}

QString tagOf(const UserId& user)
{
    constexpr qsizetype length = 4;
    return QString::fromLatin1(QByteArray(user.text()).replace('-', QByteArray()).left(length));
}

QString tagOf(const UserId& user, const QString& name, const std::map<UserId, QString>& present)
{
    const QString wanted = folded(name);
    const bool shared = std::ranges::any_of(
        present, [&](const auto& other) { return other.first != user && folded(other.second) == wanted; });
    return shared ? tagOf(user) : QString();
}

} // namespace parlance::client
