#include "documents/markers.h"
#include "documents/pagetypes.h"
#include "documents/schema.h"
#include "documents/tables.h"
#include "support/difference.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

#include <set>

namespace parlance::documents {

/// What is committed is what would be generated, and every message has its example.
class DocumentsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void protocolPageIsUpToDate();
    void schemaIsUpToDate();
    void typesOfTheBrowserPageAreUpToDate();
    void everyMessageHasAGoldenFile();
    void everyGoldenFileHasAMessage();
    void everyReferenceInTheSchemaLeadsSomewhere();
    void everyLinkInThePageLeadsSomewhere();
    void markersThatDoNotMatchAreRefused();
    void partsReplaceWhatWasThere();
};

namespace {

const QString root = test::sourceFolder();
const QString golden = root + QStringLiteral("/tests/golden");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read: " + path.toUtf8());
}

/// As GitHub makes them from headings.
QString anchorOf(const QString& heading)
{
    QString anchor;
    for (const QChar c : heading.toLower()) {
        if (c.isLetterOrNumber() || c == u'_' || c == u'-')
            anchor += c;
        else if (c == u' ')
            anchor += u'-';
    }
    return anchor;
}

} // namespace

void DocumentsTest::protocolPageIsUpToDate()
{
    const QString page = QString::fromUtf8(contentOf(root + QStringLiteral("/common/PROTOCOL.md")));
    const auto wanted = withParts(page, protocolParts(golden));
    QVERIFY2(wanted, wanted ? "" : qPrintable(wanted.error().message));
    QCOMPARE(test::firstDifference(page, *wanted), QString());
}

void DocumentsTest::schemaIsUpToDate()
{
    const QString schema = QString::fromUtf8(contentOf(root + QStringLiteral("/common/protocol.schema.json")));
    QCOMPARE(test::firstDifference(schema, QString::fromUtf8(protocolSchema())), QString());
}

void DocumentsTest::typesOfTheBrowserPageAreUpToDate()
{
    const QString types = QString::fromUtf8(contentOf(root + u'/' + QLatin1String(pageTypesPath)));
    QCOMPARE(test::firstDifference(types, QString::fromUtf8(pageTypes())), QString());
}

void DocumentsTest::everyMessageHasAGoldenFile()
{
    for (const Description& message : allMessages()) {
        const QString path = golden + u'/' + message.path() + QStringLiteral(".json");
        QVERIFY2(QFile::exists(path), qPrintable(path + QStringLiteral(" is missing: an example of the message")));
    }
}

void DocumentsTest::everyGoldenFileHasAMessage()
{
    std::set<QString> paths;
    for (const Description& message : allMessages())
        paths.insert(message.path());
    QDirIterator files(golden, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString name = QDir(golden).relativeFilePath(file);
        if (name.startsWith(u"text/"))
            continue; // cases of what both clients do with texts
        const QString path = name.section(u'-', 0, 0).section(QStringLiteral(".json"), 0, 0);
        QVERIFY2(paths.contains(path), qPrintable(name + QStringLiteral(" is an example of no message")));
        const auto type = QJsonDocument::fromJson(contentOf(file)).object().value(QStringLiteral("type")).toString();
        QCOMPARE(type, path.section(u'/', -1));
    }
}

void DocumentsTest::everyReferenceInTheSchemaLeadsSomewhere()
{
    const QByteArray text = protocolSchema();
    const QJsonObject definitions = QJsonDocument::fromJson(text).object().value(QStringLiteral("$defs")).toObject();
    QVERIFY(definitions.size() > 40);
    const QByteArray opening = "\"$ref\": \"#/$defs/";
    qsizetype references = 0;
    for (qsizetype at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1), ++references) {
        const qsizetype begin = at + opening.size();
        QString name = QString::fromUtf8(text.sliced(begin, text.indexOf('"', begin) - begin));
        name.replace(QStringLiteral("~1"), QStringLiteral("/"));
        QVERIFY2(definitions.contains(name), qPrintable(name));
    }
    QVERIFY(references > 40);
}

void DocumentsTest::everyLinkInThePageLeadsSomewhere()
{
    const QString page = QString::fromUtf8(contentOf(root + QStringLiteral("/common/PROTOCOL.md")));
    std::set<QString> anchors;
    for (const QString& line : page.split(u'\n')) {
        if (line.startsWith(u'#'))
            anchors.insert(anchorOf(line.section(u' ', 1)));
    }
    const QString opening = QStringLiteral("](#");
    for (qsizetype at = page.indexOf(opening); at >= 0; at = page.indexOf(opening, at + 1)) {
        const qsizetype begin = at + opening.size();
        const QString link = page.sliced(begin, page.indexOf(u')', begin) - begin);
        QVERIFY2(anchors.contains(link), qPrintable(link));
    }
}

void DocumentsTest::markersThatDoNotMatchAreRefused()
{
    const QString place = QStringLiteral("<!-- generated: a -->\nold\n<!-- end -->\n");
    const Parts parts{{QStringLiteral("a"), QStringLiteral("new")}};
    const auto refused = [](const QString& document, const Parts& given) {
        const auto result = withParts(document, given);
        return result ? QString() : result.error().message;
    };
    QCOMPARE(refused(place, {}), QStringLiteral("nothing is generated for the marker \"a\""));
    QCOMPARE(refused(QStringLiteral("text"), parts), QStringLiteral("there is no marker \"a\""));
    QCOMPARE(refused(place + place, parts), QStringLiteral("the marker \"a\" comes twice"));
    QCOMPARE(refused(QStringLiteral("<!-- generated: a -->\nold"), parts),
             QStringLiteral("a marker without \"<!-- end -->\""));
}

void DocumentsTest::partsReplaceWhatWasThere()
{
    const Parts parts{{QStringLiteral("a"), QStringLiteral("new\n\n")}};
    const QString wanted = QStringLiteral("before\n<!-- generated: a -->\n\nnew\n\n<!-- end -->\nafter\n");
    const auto once = withParts(QStringLiteral("before\n<!-- generated: a -->\nold\n<!-- end -->\nafter\n"), parts);
    QVERIFY(once);
    QCOMPARE(*once, wanted);
    QCOMPARE(*withParts(*once, parts), wanted);
}

} // namespace parlance::documents

using parlance::documents::DocumentsTest;
PARLANCE_SUITE(documents, DocumentsTest)
#include "documents_test.moc"
