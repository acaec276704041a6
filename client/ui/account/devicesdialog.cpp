#include "ui/account/devicesdialog.h"

#include "ui/look/announce.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace parlance::client {

namespace {

QString shortTime(qint64 at)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), QLocale::ShortFormat);
}

} // namespace

DevicesDialog::DevicesDialog(Account& account, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_account(account)
    , m_list(new QListWidget(this))
    , m_note(new QLabel(this))
    , m_end(new QPushButton(tr("Sign out"), this))
    , m_endOthers(new QPushButton(tr("Sign out all others"), this))
    , m_alive(std::make_shared<bool>(true))
{
    setObjectName(QStringLiteral("devices"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Devices"));
    build();
    setMinimumWidth(std::min(look.scaled(420), parent ? parent->width() : look.scaled(420)));
    ask();
}

DevicesDialog::~DevicesDialog()
{
    *m_alive = false;
}

void DevicesDialog::build()
{
    m_list->setObjectName(QStringLiteral("deviceList"));
    m_list->setAccessibleName(tr("Devices"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    m_end->setEnabled(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_end, QDialogButtonBox::ActionRole);
    buttons->addButton(m_endOthers, QDialogButtonBox::ActionRole);
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_list);
    all->addWidget(m_note);
    all->addWidget(buttons);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        m_end->setEnabled(item && !item->data(Qt::UserRole).toByteArray().isEmpty());
    });
    connect(m_end, &QPushButton::clicked, this,
            [this] { revoke(DeviceId(m_list->currentItem()->data(Qt::UserRole).toByteArray())); });
    connect(m_endOthers, &QPushButton::clicked, this, [this] { revoke(std::nullopt); });
    connect(buttons, &QDialogButtonBox::rejected, this, &DevicesDialog::reject);
}

void DevicesDialog::ask()
{
    m_account.client().connection().ask<DevicesList>(ListDevices{},
                                                     [this, alive = m_alive](const Result<DevicesList>& list) {
                                                         if (*alive)
                                                             show(list);
                                                     });
}

void DevicesDialog::show(const Result<DevicesList>& list)
{
    if (!list)
        return say(tr("The devices cannot be listed: %1").arg(list.error().message));
    m_list->clear();
    for (const DeviceEntry& device : list->devices) {
        const bool isThis = device.current.value_or(false);
        const QString about = isThis ? tr("this device") : tr("signed in %1").arg(shortTime(device.since));
        auto* item = new QListWidgetItem(tr("%1, %2").arg(device.name, about), m_list);
        item->setData(Qt::UserRole, isThis ? QByteArray() : device.id.text());
    }
    m_endOthers->setEnabled(list->devices.size() > 1);
}

void DevicesDialog::revoke(const std::optional<DeviceId>& device)
{
    m_account.client().connection().ask<Ok>(RevokeDevice{device, {}}, [this, alive = m_alive](const Result<Ok>& done) {
        if (!*alive)
            return;
        if (!done)
            say(tr("It was not signed out: %1").arg(done.error().message));
        ask();
    });
}

void DevicesDialog::say(const QString& text)
{
    m_note->setText(text);
    m_note->show();
    announce(*m_note);
}

} // namespace parlance::client
