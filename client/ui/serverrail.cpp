#include "ui/serverrail.h"

#include "models/people.h"
#include "ui/look/iconbutton.h"
#include "ui/look/tooltip.h"

#include <QBoxLayout>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <set>

namespace parlance::client {

namespace {
constexpr int railSide = 40; // pixels at the usual size
} // namespace

class ServerRail::Button final : public QAbstractButton {
  public:
    Button(Account& account, const Look& look, QWidget* parent)
        : QAbstractButton(parent)
        , m_account(account)
        , m_look(look)
    {
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setObjectName(QStringLiteral("server-") + account.info().id);
        refresh();
    }

    void setFace(const QString& letters, int hue)
    {
        m_letters = letters;
        m_hue = hue;
        setProperty("letters", letters); // for tests
        setProperty("hue", hue);
        update();
    }

    const Account& account() const { return m_account; }

    void refresh()
    {
        const qint64 unread = m_account.unread();
        const QString title = m_account.title();
        const QString address = m_account.address();
        const QString name = title == address ? title : tr("%1 (%2)").arg(title, address);
        setAccessibleName(unread > 0 ? tr("%1, %n unread", nullptr, int(unread)).arg(name) : name);
        setToolTip(plainToolTip(name));
        update();
    }

    QSize sizeHint() const override { return {m_look.scaled(railSide) + 12, m_look.scaled(railSide) + 8}; }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = m_look.theme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const int size = m_look.scaled(railSide);
        const QRect box((width() - size) / 2, (height() - size) / 2, size, size);
        const PersonColors colors = personColors(theme, m_hue);
        painter.setPen(isChecked() || hasFocus() ? QPen(theme.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(colors.face);
        painter.drawRoundedRect(box, size / 4.0, size / 4.0);
        painter.setFont(m_look.bold());
        painter.setPen(colors.onFace);
        painter.drawText(box, Qt::AlignCenter, m_letters);
        if (m_account.unread() > 0) {
            const int dot = m_look.scaled(11);
            painter.setPen(QPen(theme.ground, 2));
            painter.setBrush(theme.accent);
            painter.drawEllipse(QRect(box.right() - dot + 5, box.top() - 3, dot, dot));
        }
    }

  private:
    Account& m_account;
    const Look& m_look;
    QString m_letters;
    int m_hue = 0;
};

namespace {

/// What a server may be called by in two letters, the best first: by its title, its host, its port.
QStringList lettersFor(const Account& account)
{
    const QUrl& url = account.info().url;
    const QString host = url.host();
    QStringList letters{initials(account.title()), initials(host), host.left(2).toUpper(), host.right(2).toUpper()};
    if (url.port() > 0)
        letters << QString::number(url.port()).right(2);
    return letters;
}

} // namespace

ServerRail::ServerRail(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("servers"));
    auto* add = new IconButton(Icon::Plus, tr("Join another server"), look, this);
    add->setObjectName(QStringLiteral("addServer"));
    m_add = add;
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 8, 0, 8);
    all->addWidget(m_add, 0, Qt::AlignHCenter);
    all->addStretch();
    connect(add, &IconButton::clicked, this, &ServerRail::addWanted);
    connect(&m_look, &Look::changed, this, &ServerRail::refresh);
    hide();
}

ServerRail::~ServerRail() = default;

void ServerRail::add(Account& account)
{
    m_buttons.push_back(std::make_unique<Button>(account, m_look, this));
    Button* button = m_buttons.back().get();
    auto* all = static_cast<QVBoxLayout*>(layout());
    all->insertWidget(int(m_buttons.size()) - 1, button, 0, Qt::AlignHCenter);
    connect(button, &Button::clicked, this, [this, id = account.info().id] { Q_EMIT chosen(id); });
    tellApart();
}

/// The first keeps what is its own; each later one takes what is free. A title may come late, with the connection.
void ServerRail::tellApart()
{
    constexpr int hues = 12;
    QStringList letters;
    std::set<int> taken;
    for (const auto& button : m_buttons) {
        const Account& account = button->account();
        const QStringList proposed = lettersFor(account);
        const auto free =
            std::ranges::find_if(proposed, [&letters](const QString& each) { return !letters.contains(each); });
        letters << (free == proposed.end() ? QString::number(letters.size() + 1) : *free);
        int hue = hueOf(UserId(account.address().toUtf8()));
        for (int step = 0; step < hues && taken.contains(hue); ++step)
            hue = (hue + 5) % hues; // far from the one before
        taken.insert(hue);
        button->setFace(letters.back(), hue);
    }
}

void ServerRail::remove(const Account& account)
{
    std::erase_if(m_buttons, [&account](const auto& each) { return &each->account() == &account; });
    tellApart();
}

void ServerRail::setCurrent(const Account& account)
{
    for (const auto& button : m_buttons)
        button->setChecked(&button->account() == &account);
}

void ServerRail::refresh()
{
    for (const auto& button : m_buttons)
        button->refresh();
    tellApart();
}

void ServerRail::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_look.theme().line);
}

} // namespace parlance::client
