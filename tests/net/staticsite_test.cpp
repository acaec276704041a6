#include "net/staticsite.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

/// The page's files by their addresses: what browsers may keep, and that one build never answers for another.
class StaticSiteTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void filesOfABuildAreKeptForGood();
    void filesThatMayChangeAreAskedForAgain();
    void otherBuildsDoNotExist();

  private:
    std::optional<HttpResponse> get(const QByteArray& path) const;
    QByteArray folderOf(const QByteArray& kind) const;

    const StaticSite m_site{QStringLiteral(":/web")};
};

std::optional<HttpResponse> StaticSiteTest::get(const QByteArray& path) const
{
    HttpHead head;
    head.method = "GET";
    head.path = path;
    return m_site.answer(head);
}

/// Where index.html has its modules or style sheets, such as /js/BUILD/.
QByteArray StaticSiteTest::folderOf(const QByteArray& kind) const
{
    const QByteArray page = get("/")->body;
    const qsizetype from = page.indexOf('"' + kind + '/') + 1;
    const qsizetype to = page.indexOf('/', from + kind.size() + 1) + 1;
    return '/' + page.sliced(from, to - from);
}

QByteArray cacheControl(const HttpResponse& response)
{
    for (const auto& [name, value] : response.headers) {
        if (name == "Cache-Control")
            return value;
    }
    return {};
}

void StaticSiteTest::filesOfABuildAreKeptForGood()
{
    QCOMPARE(folderOf("js").size(), qsizetype(strlen("/js/0123456789ab/")));
    QCOMPARE(folderOf("js").sliced(3), folderOf("css").sliced(4));
    for (const QByteArray& path : {folderOf("js") + "main.js", folderOf("css") + "base.css"}) {
        const auto file = get(path);
        QVERIFY2(file, path.constData());
        QCOMPARE(file->status, 200);
        QCOMPARE(cacheControl(*file), "public, max-age=31536000, immutable");
    }
}

void StaticSiteTest::filesThatMayChangeAreAskedForAgain()
{
    for (const char* path : {"/", "/index.html", "/icons/favicon.svg"})
        QCOMPARE(cacheControl(get(path).value()), "no-cache");
}

void StaticSiteTest::otherBuildsDoNotExist()
{
    for (const char* path : {"/js/main.js", "/js/0123456789ab/main.js", "/css/base.css", "/css/0123456789ab/base.css",
                             "/js/@BUILD@/main.js"})
        QVERIFY2(!get(path), path);
}

} // namespace parlance

using parlance::StaticSiteTest;
PARLANCE_SUITE(staticsite, StaticSiteTest)
#include "staticsite_test.moc"
