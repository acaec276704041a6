#pragma once

#include "support/sourcefolder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace parlance::test {

/// The cases of one kind in tests/golden/text/FILE, which the page's tests read, too.
inline QJsonArray textCases(const char* file, QLatin1StringView kind)
{
    QFile golden(sourceFolder() + QStringLiteral("/tests/golden/text/") + QLatin1StringView(file));
    const bool opened = golden.open(QIODevice::ReadOnly);
    const QJsonArray cases = QJsonDocument::fromJson(opened ? golden.readAll() : QByteArray()).object()[kind].toArray();
    if (cases.isEmpty())
        qFatal("%s has no cases of %s", file, kind.data());
    return cases;
}

/// A row for each case, as the column `golden`.
inline void addTextCases(const char* file, QLatin1StringView kind)
{
    QTest::addColumn<QJsonObject>("golden");
    int line = 0;
    for (const QJsonValue value : textCases(file, kind)) {
        const QByteArray shown = QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
        QTest::addRow("%d %s", ++line, shown.left(80).data()) << value.toObject();
    }
}

} // namespace parlance::test
