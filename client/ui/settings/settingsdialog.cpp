#include "ui/settings/settingsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace parlance::client {

namespace {

/// The steps as people know them from browsers.
class TextSizeBox final : public QSpinBox {
  public:
    TextSizeBox(const Look& look, QWidget* parent)
        : QSpinBox(parent)
        , m_look(look)
    {
        setRange(Look::smallestStep, Look::largestStep);
        lineEdit()->setReadOnly(true); // there is nothing between the steps
    }

  protected:
    QString textFromValue(int step) const override { return SettingsDialog::tr("%1 %").arg(m_look.percent(step)); }

  private:
    const Look& m_look;
};

} // namespace

SettingsDialog::SettingsDialog(Preferences& preferences, Look& look, const QString& secretPlace, QWidget* parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_autostart(new QCheckBox(tr("Start Parlance when you &log in"), this))
    , m_servers(makeNote("servers", {}))
{
    setObjectName(QStringLiteral("settings"));
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(look.scaled(8));
    addLook(*form, look);
    addSwitches(*form);
    m_autostart->setObjectName(QStringLiteral("autostart"));
    m_autostart->hide();
    form->addRow(m_autostart);
    form->addRow(m_servers);
    form->addRow(makeNote("secretPlace", tr("The keys to your identities are kept in %1.").arg(secretPlace)));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* all = new QVBoxLayout(this);
    all->addLayout(form);
    all->addStretch();
    all->addWidget(buttons);
}

void SettingsDialog::addLook(QFormLayout& form, Look& look)
{
    auto* scheme = new QComboBox(this);
    scheme->setObjectName(QStringLiteral("scheme"));
    scheme->addItems({tr("Like the system"), tr("Light"), tr("Dark")}); // as Preferences::Scheme
    scheme->setCurrentIndex(int(m_preferences.scheme()));
    connect(scheme, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_preferences.setScheme(Preferences::Scheme(index)); });
    auto* size = new TextSizeBox(look, this);
    size->setObjectName(QStringLiteral("textSize"));
    size->setValue(m_preferences.fontStep());
    connect(size, &QSpinBox::valueChanged, this, [this, &look](int step) {
        m_preferences.setFontStep(step);
        look.setFontStep(step);
    });
    form.addRow(tr("&Colours"), scheme);
    form.addRow(tr("Text &size"), size);
}

void SettingsDialog::addSwitches(QFormLayout& form)
{
    using Switch = Preferences::Switch;
    for (const auto& [which, name, text] :
         {std::tuple(Switch::DoNotDisturb, "doNotDisturb", tr("Do not &disturb (no notifications)")),
          std::tuple(Switch::Sound, "sound", tr("Play a s&ound with notifications")),
          std::tuple(Switch::HideText, "hideText", tr("&Hide message text in notifications")),
          std::tuple(Switch::Spelling, "spelling", tr("Check &spelling while you type")),
          std::tuple(Switch::CloseToTray, "closeToTray", tr("&Keep running in the tray when the window is closed"))}) {
        auto* box = new QCheckBox(text, this);
        box->setObjectName(QLatin1String(name));
        box->setChecked(m_preferences.isOn(which));
        connect(box, &QCheckBox::toggled, this, [this, which = which](bool on) { m_preferences.set(which, on); });
        form.addRow(box);
    }
}

QLabel* SettingsDialog::makeNote(const char* name, const QString& text)
{
    auto* note = new QLabel(text, this);
    note->setObjectName(QLatin1String(name));
    note->setTextFormat(Qt::PlainText);
    note->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    note->setWordWrap(true);
    note->setHidden(text.isEmpty());
    return note;
}

void SettingsDialog::addServer(const QString& title, const QString& address, const std::optional<UserName>& name)
{
    const QString where = title == address ? address : tr("%1 (%2)").arg(title, address);
    const QString line = name ? tr("You are %1 on %2.").arg(name->text(), where) : where;
    m_servers->setText(m_servers->text().isEmpty() ? line : m_servers->text() + u'\n' + line);
    m_servers->show();
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
