#include "documents/clientdocuments.h"
#include "documents/protocolpage.h"
#include "documents/serverdocuments.h"
#include "support/difference.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace parlance::documents {

class GeneratedTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void filesAreUpToDate();
    void nothingElseLiesThere();
};

namespace {

std::vector<Document> allDocuments()
{
    std::vector<Document> all = serverDocuments();
    for (Document& document : clientDocuments())
        all.push_back(std::move(document));
    all.push_back({QStringLiteral("packaging/man/parlance-protocol.7"), protocolPage().toUtf8()});
    return all;
}

} // namespace

void GeneratedTest::filesAreUpToDate()
{
    for (const Document& document : allDocuments()) {
        QFile file(test::sourceFolder() + u'/' + document.path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(document.path));
        const QString difference =
            test::firstDifference(QString::fromUtf8(file.readAll()), QString::fromUtf8(document.content));
        QVERIFY2(difference.isEmpty(), qPrintable(document.path + QStringLiteral(": ") + difference));
    }
}

void GeneratedTest::nothingElseLiesThere()
{
    QStringList wanted;
    for (const Document& document : allDocuments())
        wanted += document.path;
    for (const auto* folder : {"packaging/man", "packaging/completions"}) {
        const QString path = QLatin1String(folder);
        for (const QString& name : QDir(test::sourceFolder() + u'/' + path).entryList(QDir::Files))
            QVERIFY2(wanted.contains(path + u'/' + name), qPrintable(name + QStringLiteral(" is written by nobody")));
    }
}

} // namespace parlance::documents

using parlance::documents::GeneratedTest;
PARLANCE_SUITE(generated, GeneratedTest)
#include "generated_test.moc"
