#include "desktop/fakeservice.h"
#include "desktop/portalcolorscheme.h"
#include "support/suite.h"

#include <QDBusVariant>
#include <QTest>

namespace parlance::client {

using namespace parlance::test;

namespace {

QVariant variantOf(const QVariant& value)
{
    return QVariant::fromValue(QDBusVariant(value));
}

const auto appearance = QStringLiteral("org.freedesktop.appearance");
const auto colorScheme = QStringLiteral("color-scheme");

/// A portal that says what the desktop wants.
struct FakePortal {
    FakeService service{QStringLiteral("org.freedesktop.portal.Desktop"),
                        QStringLiteral("/org/freedesktop/portal/desktop"),
                        QStringLiteral("org.freedesktop.portal.Settings")};

    explicit FakePortal(const QVariant& value, const QString& method = QStringLiteral("ReadOne"))
    {
        service.on(method, [value, method](const QVariantList& arguments) -> std::optional<QVariantList> {
            if (arguments != QVariantList{appearance, colorScheme})
                return QVariantList{};
            const QVariant once = variantOf(value);
            return QVariantList{method == QStringLiteral("Read") ? variantOf(once) : once};
        });
    }
    void change(const QVariant& value, const QString& group = appearance, const QString& key = colorScheme)
    {
        service.emitSignal(QStringLiteral("SettingChanged"), {group, key, variantOf(value)});
    }
};

} // namespace

class PortalColorSchemeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void values_data();
    void values();
    void portalsThatOnlyKnowRead();
    void followed();
    void otherSettingsAreNotIt();
    void strangersAreIgnored();
    void nobodyAnswers();
    void anErrorIsNoPreference();
    void portalThatStartsLater();
    void whatWasSaidLastStands();
};

void PortalColorSchemeTest::values_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<ColorScheme>("first"); // light comes behind it, which shows that it has been taken
    QTest::addColumn<int>("changes");
    QTest::newRow("no preference") << QVariant(0U) << ColorScheme::NoPreference << 1;
    QTest::newRow("dark") << QVariant(1U) << ColorScheme::Dark << 2;
    QTest::newRow("light") << QVariant(2U) << ColorScheme::Light << 1;
    QTest::newRow("of a later version") << QVariant(3U) << ColorScheme::NoPreference << 1;
    QTest::newRow("of another type") << QVariant(QStringLiteral("1")) << ColorScheme::NoPreference << 1;
    QTest::newRow("signed") << QVariant(1) << ColorScheme::NoPreference << 1;
}

void PortalColorSchemeTest::values()
{
    QFETCH(const QVariant, value);
    QFETCH(const ColorScheme, first);
    FakePortal portal(value);
    PortalColorScheme source(QDBusConnection::sessionBus());
    QCOMPARE(source.scheme(), ColorScheme::NoPreference);
    QList<ColorScheme> told;
    source.onChanged([&] { told << source.scheme(); });
    QTRY_COMPARE(portal.service.calls.size(), 1);
    portal.change(2U);
    QTRY_COMPARE(source.scheme(), ColorScheme::Light);
    QTEST(int(told.size()), "changes");
    if (first != ColorScheme::NoPreference)
        QCOMPARE(told.first(), first);
}

void PortalColorSchemeTest::portalsThatOnlyKnowRead()
{
    const FakePortal portal(1U, QStringLiteral("Read"));
    const PortalColorScheme source(QDBusConnection::sessionBus());
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
}

void PortalColorSchemeTest::followed()
{
    FakePortal portal(1U);
    PortalColorScheme source(QDBusConnection::sessionBus());
    int changes = 0;
    source.onChanged([&changes] { ++changes; });
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
    portal.change(2U);
    QTRY_COMPARE(source.scheme(), ColorScheme::Light);
    portal.change(2U); // as GNOME does: twice the same
    portal.change(0U);
    QTRY_COMPARE(source.scheme(), ColorScheme::NoPreference);
    QCOMPARE(changes, 3);
}

void PortalColorSchemeTest::otherSettingsAreNotIt()
{
    FakePortal portal(1U);
    PortalColorScheme source(QDBusConnection::sessionBus());
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
    int changes = 0;
    source.onChanged([&changes] { ++changes; });
    portal.change(2U, appearance, QStringLiteral("contrast"));
    portal.change(2U, QStringLiteral("org.gnome.desktop.interface"));
    portal.change(0U);
    QTRY_COMPARE(changes, 1);
    QCOMPARE(source.scheme(), ColorScheme::NoPreference);
}

void PortalColorSchemeTest::strangersAreIgnored()
{
    FakePortal portal(1U);
    PortalColorScheme source(QDBusConnection::sessionBus());
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
    FakeService stranger(QStringLiteral("chat.parlance.test.Stranger"),
                         QStringLiteral("/org/freedesktop/portal/desktop"),
                         QStringLiteral("org.freedesktop.portal.Settings"));
    QList<ColorScheme> told;
    source.onChanged([&] { told << source.scheme(); });
    stranger.emitSignal(QStringLiteral("SettingChanged"), {appearance, colorScheme, variantOf(2U)});
    // The stranger's answer to a question comes behind its signal.
    stranger.on(QStringLiteral("Ping"), [](const QVariantList&) { return QVariantList{}; });
    DBusService seen(QDBusConnection::sessionBus(), QStringLiteral("chat.parlance.test.Stranger"));
    bool answered = false;
    connect(&seen, &DBusService::known, this, [&seen, &answered] {
        seen.call(seen.method(QStringLiteral("/org/freedesktop/portal/desktop"),
                              QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Ping")),
                  [&answered](const QDBusMessage&) { answered = true; });
    });
    QTRY_VERIFY(answered);
    QVERIFY(told.isEmpty());
}

void PortalColorSchemeTest::nobodyAnswers()
{
    const PortalColorScheme withoutBus{QDBusConnection(QStringLiteral("none"))};
    const PortalColorScheme source(QDBusConnection::sessionBus());
    DBusService portal(QDBusConnection::sessionBus(), QStringLiteral("org.freedesktop.portal.Desktop"));
    QTRY_VERIFY(portal.isKnown()); // it has asked after them
    QCOMPARE(source.scheme(), ColorScheme::NoPreference);
    QCOMPARE(withoutBus.scheme(), ColorScheme::NoPreference);
}

void PortalColorSchemeTest::anErrorIsNoPreference()
{
    FakePortal portal(1U, QStringLiteral("SomethingElse"));
    const PortalColorScheme source(QDBusConnection::sessionBus());
    QTRY_COMPARE(portal.service.calls.size(), 2); // ReadOne, Read
    portal.change(2U);
    QTRY_COMPARE(source.scheme(), ColorScheme::Light); // it is heard all the same
}

void PortalColorSchemeTest::portalThatStartsLater()
{
    const PortalColorScheme source(QDBusConnection::sessionBus());
    DBusService service(QDBusConnection::sessionBus(), QStringLiteral("org.freedesktop.portal.Desktop"));
    QTRY_VERIFY(service.isKnown());
    const FakePortal portal(1U);
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
}

void PortalColorSchemeTest::whatWasSaidLastStands()
{
    auto portal = std::make_unique<FakePortal>(1U);
    const PortalColorScheme source(QDBusConnection::sessionBus());
    QTRY_COMPARE(source.scheme(), ColorScheme::Dark);
    portal.reset();
    DBusService service(QDBusConnection::sessionBus(), QStringLiteral("org.freedesktop.portal.Desktop"));
    QTRY_VERIFY(service.isKnown());
    QVERIFY(!service.isRunning());
    QCOMPARE(source.scheme(), ColorScheme::Dark);
    portal = std::make_unique<FakePortal>(2U);
    QTRY_COMPARE(source.scheme(), ColorScheme::Light);
}

} // namespace parlance::client

using parlance::client::PortalColorSchemeTest;
PARLANCE_SUITE(portalcolorscheme, PortalColorSchemeTest)
#include "portalcolorscheme_test.moc"
