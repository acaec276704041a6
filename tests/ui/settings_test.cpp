#include "desktop/autostart.h"
#include "support/suite.h"
#include "ui/settings/settingsdialog.h"
#include "ui/uiworld.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QSpinBox>

namespace parlance::test {

namespace {

/// The dialog over settings of its own; it is made anew to see what is stored.
struct Settings {
    QTemporaryDir folder;
    QSettings file{folder.filePath(QStringLiteral("parlance.ini")), QSettings::IniFormat};
    Preferences preferences{file};
    Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
    Autostart autostart{folder.path(), QStringLiteral("/usr/bin/parlance")};
    QStringList problems;
    std::unique_ptr<SettingsDialog> dialog;

    Settings() { open(); }

    void open()
    {
        dialog = std::make_unique<SettingsDialog>(preferences, look, QStringLiteral("a <b>file</b>"), nullptr);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->show();
    }

    void offerAutostart()
    {
        dialog->offerAutostart([this] { return autostart.isEnabled(); },
                               [this](bool on) {
                                   if (const auto problem = autostart.setEnabled(on))
                                       problems << problem->message;
                               });
    }

    template <class Widget>
    Widget* find(const char* name) const
    {
        auto* widget = dialog->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
};

} // namespace

class SettingsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void colours();
    void textSize();
    void switches_data();
    void switches();
    void everyControlIsTested();
    void startAtLogin();
    void startAtLoginThatFails();
    void startAtLoginOnlyWhereItIsOffered();
    void closingIntoTheTrayOnlyWhereThereIsOne();
    void whereSecretsAreKept();
    void whichServersThereAre();
};

void SettingsTest::colours()
{
    Settings w;
    auto* scheme = w.find<QComboBox>("scheme");
    QCOMPARE(scheme->currentText(), QStringLiteral("Like the system"));
    const QList<std::pair<QString, Preferences::Scheme>> all{{QStringLiteral("Dark"), Preferences::Scheme::Dark},
                                                             {QStringLiteral("Light"), Preferences::Scheme::Light}};
    for (const auto& [text, wanted] : all) {
        w.find<QComboBox>("scheme")->setCurrentText(text);
        QCOMPARE(w.preferences.scheme(), wanted);
        w.open();
        QCOMPARE(w.find<QComboBox>("scheme")->currentText(), text);
    }
}

void SettingsTest::textSize()
{
    Settings w;
    const int before = w.look.font().pointSize();
    auto* size = w.find<QSpinBox>("textSize");
    QCOMPARE(size->value(), 0);
    QCOMPARE(size->text(), QStringLiteral("100 %"));
    QTest::keyClick(size, Qt::Key_Up);
    QTest::keyClick(size, Qt::Key_Up);
    QCOMPARE(w.preferences.fontStep(), 2);
    QCOMPARE(size->text(), QStringLiteral("120 %"));
    QVERIFY(w.look.font().pointSizeF() > before);
    w.open();
    QCOMPARE(w.find<QSpinBox>("textSize")->value(), 2);
    w.find<QSpinBox>("textSize")->setValue(1'000);
    QCOMPARE(w.preferences.fontStep(), Look::largestStep);
}

void SettingsTest::switches_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("atFirst");
    QTest::newRow("doNotDisturb") << int(Preferences::Switch::DoNotDisturb) << false;
    QTest::newRow("sound") << int(Preferences::Switch::Sound) << true;
    QTest::newRow("hideText") << int(Preferences::Switch::HideText) << false;
    QTest::newRow("closeToTray") << int(Preferences::Switch::CloseToTray) << false;
    QTest::newRow("spelling") << int(Preferences::Switch::Spelling) << true;
}

void SettingsTest::switches()
{
    QFETCH(const int, which);
    QFETCH(const bool, atFirst);
    Settings w;
    for (const bool now : {atFirst, !atFirst, atFirst}) {
        auto* box = w.find<QCheckBox>(QTest::currentDataTag());
        if (box->isChecked() != now)
            box->click();
        QCOMPARE(w.preferences.isOn(Preferences::Switch(which)), now);
        w.open();
        QCOMPARE(w.find<QCheckBox>(QTest::currentDataTag())->isChecked(), now);
    }
}

void SettingsTest::everyControlIsTested()
{
    const Settings w;
    QStringList names;
    const auto boxes = w.dialog->findChildren<QCheckBox*>();
    for (const QCheckBox* box : boxes)
        names << box->objectName();
    names.sort();
    QCOMPARE(names, list({"autostart", "closeToTray", "doNotDisturb", "hideText", "sound", "spelling"}));
}

void SettingsTest::startAtLogin()
{
    Settings w;
    w.offerAutostart();
    auto* box = w.find<QCheckBox>("autostart");
    QVERIFY(box->isVisible());
    QVERIFY(!box->isChecked());
    box->click();
    QVERIFY(w.autostart.isEnabled());
    QVERIFY(QFile::exists(w.autostart.path()));
    w.open();
    w.offerAutostart();
    QVERIFY(w.find<QCheckBox>("autostart")->isChecked());
    w.find<QCheckBox>("autostart")->click();
    QVERIFY(!w.autostart.isEnabled());
    QVERIFY(w.problems.isEmpty());
}

void SettingsTest::startAtLoginThatFails()
{
    Settings w;
    QFile inTheWay(w.folder.filePath(QStringLiteral("autostart")));
    QVERIFY(inTheWay.open(QFile::WriteOnly));
    w.offerAutostart();
    w.find<QCheckBox>("autostart")->click();
    QCOMPARE(w.problems.size(), 1);
    QVERIFY(!w.find<QCheckBox>("autostart")->isChecked());
}

void SettingsTest::startAtLoginOnlyWhereItIsOffered()
{
    const Settings w;
    QVERIFY(!w.find<QCheckBox>("autostart")->isVisible());
}

void SettingsTest::closingIntoTheTrayOnlyWhereThereIsOne()
{
    const Settings w;
    w.dialog->setTrayThere(false);
    QVERIFY(!w.dialog->findChild<QCheckBox*>(QStringLiteral("closeToTray"))->isEnabled());
    w.dialog->setTrayThere(true);
    QVERIFY(w.dialog->findChild<QCheckBox*>(QStringLiteral("closeToTray"))->isEnabled());
}

void SettingsTest::whereSecretsAreKept()
{
    const Settings w;
    auto* label = w.find<QLabel>("secretPlace");
    QVERIFY(label->isVisible());
    QCOMPARE(label->text(), QStringLiteral("The keys to your identities are kept in a <b>file</b>."));
    QCOMPARE(label->textFormat(), Qt::PlainText);
}

void SettingsTest::whichServersThereAre()
{
    const Settings w;
    auto* servers = w.find<QLabel>("servers");
    QVERIFY(!servers->isVisible());
    w.dialog->addServer(QStringLiteral("Garden & <b>Co</b>"), QStringLiteral("garden.example.org"),
                        *UserName::parse(u"zoe"));
    w.dialog->addServer(QStringLiteral("127.0.0.1:4000"), QStringLiteral("127.0.0.1:4000"), std::nullopt);
    QVERIFY(servers->isVisible());
    QCOMPARE(servers->text(),
             QStringLiteral("You are zoe on Garden & <b>Co</b> (garden.example.org).\n127.0.0.1:4000"));
    QCOMPARE(servers->textFormat(), Qt::PlainText);
}

} // namespace parlance::test

PARLANCE_SUITE(settings, parlance::test::SettingsTest)
#include "settings_test.moc"
