#include "ui/settings/settingsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

namespace parlance::client {

SettingsDialog::SettingsDialog(Preferences& preferences, Look& look, const QString& secretPlace, QWidget* parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_autostart(new QCheckBox(tr("Start at &login"), this))
{
    setObjectName(QStringLiteral("settings"));
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* scheme = new QComboBox(this);
    scheme->setObjectName(QStringLiteral("scheme"));
    scheme->addItems({tr("As the desktop"), tr("Light"), tr("Dark")}); // as Preferences::Scheme
    scheme->setCurrentIndex(int(m_preferences.scheme()));
    connect(scheme, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_preferences.setScheme(Preferences::Scheme(index)); });
    auto* size = new QSpinBox(this);
    size->setObjectName(QStringLiteral("textSize"));
    size->setRange(Look::smallestStep, Look::largestStep);
    size->setValue(m_preferences.fontStep());
    connect(size, &QSpinBox::valueChanged, this, [this, &look](int step) {
        m_preferences.setFontStep(step);
        look.setFontStep(step);
    });
    auto* form = new QFormLayout;
    form->addRow(tr("&Colours"), scheme);
    form->addRow(tr("Text &size"), size);
    using Switch = Preferences::Switch;
    for (const auto& [which, name, text] :
         {std::tuple(Switch::DoNotDisturb, "doNotDisturb", tr("Do not &disturb: no notifications")),
          std::tuple(Switch::Sound, "sound", tr("Notifications make a s&ound")),
          std::tuple(Switch::HideText, "hideText", tr("Notifications do not show what was &written")),
          std::tuple(Switch::Spelling, "spelling", tr("Underline words that may be &misspelt")),
          std::tuple(Switch::CloseToTray, "closeToTray", tr("Closing the window leaves Parlance &running"))}) {
        auto* box = new QCheckBox(text, this);
        box->setObjectName(QLatin1String(name));
        box->setChecked(m_preferences.isOn(which));
        connect(box, &QCheckBox::toggled, this, [this, which = which](bool on) { m_preferences.set(which, on); });
        form->addRow(box);
    }
    m_autostart->setObjectName(QStringLiteral("autostart"));
    m_autostart->hide();
    form->addRow(m_autostart);
    auto* secrets = new QLabel(tr("Who you are is kept in %1.").arg(secretPlace), this);
    secrets->setObjectName(QStringLiteral("secretPlace"));
    secrets->setTextFormat(Qt::PlainText);
    secrets->setWordWrap(true);
    form->addRow(secrets);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* all = new QVBoxLayout(this);
    all->addLayout(form);
    all->addWidget(buttons);
}

void SettingsDialog::setTrayThere(bool there)
{
    findChild<QCheckBox*>(QStringLiteral("closeToTray"))->setEnabled(there);
}

void SettingsDialog::offerAutostart(const std::function<bool()>& isOn, const std::function<void(bool)>& choose)
{
    m_autostart->setChecked(isOn());
    m_autostart->show();
    connect(m_autostart, &QCheckBox::toggled, this, [this, isOn, choose](bool on) {
        if (on == isOn())
            return;
        choose(on);
        m_autostart->setChecked(isOn());
    });
}

} // namespace parlance::client
