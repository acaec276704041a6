#include "ui/login/logindialog.h"

#include "models/addresses.h"
#include "text/bodies.h"
#include "ui/look/breakable.h"
#include "ui/look/fitting.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace parlance::client {

LoginDialog::LoginDialog(Begin begin, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_begin(std::move(begin))
    , m_dialogs(dialogs)
    , m_look(look)
    , m_title(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_server(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_room(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_passwordLabel(new QLabel(tr("&Password"), this))
    , m_problem(new QLabel(this))
    , m_go(new QPushButton(tr("Join"), this))
{
    setObjectName(QStringLiteral("login"));
    setWindowTitle(parent ? tr("Join another server") : tr("Join a server"));
    m_title->setObjectName(QStringLiteral("loginTitle"));
    m_title->setFont(look.large());
    m_hint->setObjectName(QStringLiteral("loginHint"));
    for (QLabel* label : {m_title, m_hint}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, look.theme().danger);
    m_problem->setPalette(palette);
    m_problem->hide();
    m_go->setObjectName(QStringLiteral("join"));
    m_go->setDefault(true);
    auto* all = new QVBoxLayout(this);
    const int margin = look.scaled(28);
    all->setContentsMargins(margin, margin, margin, margin);
    all->setSpacing(look.scaled(12));
    all->addWidget(m_title);
    all->addWidget(m_hint);
    all->addLayout(buildForm());
    all->addWidget(m_problem);
    all->addStretch();
    all->addWidget(m_go);
    setMinimumWidth(std::min(look.scaled(380), screen()->availableGeometry().width()));
    connect(m_go, &QPushButton::clicked, this, &LoginDialog::submit);
    connect(m_server, &QLineEdit::editingFinished, this, &LoginDialog::split);
    explain();
}

QLayout* LoginDialog::buildForm()
{
    m_server->setObjectName(QStringLiteral("server"));
    m_server->setPlaceholderText(tr("chat.example.org, or a link to it"));
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setPlaceholderText(tr("The name that others see"));
    m_room->setObjectName(QStringLiteral("room"));
    m_room->setText(QStringLiteral("general"));
    m_password->setObjectName(QStringLiteral("password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_passwordLabel->setBuddy(m_password);
    m_password->hide();
    m_passwordLabel->hide();
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(m_look.scaled(6));
    form->addRow(tr("&Server"), m_server);
    form->addRow(tr("Your &name"), m_name);
    form->addRow(tr("&Room"), m_room);
    form->addRow(m_passwordLabel, m_password);
    return form;
}

LoginDialog::~LoginDialog()
{
    if (m_account)
        m_account->client().remove(*this);
}

void LoginDialog::prefill(const QString& server, const QString& name, const QString& room)
{
    if (!server.isEmpty())
        m_server->setText(server);
    if (!name.isEmpty())
        m_name->setText(name);
    if (!room.isEmpty())
        m_room->setText(room);
    split();
    (m_server->text().isEmpty() ? m_server : m_name->text().isEmpty() ? m_name : m_room)->setFocus();
}

/// A link to a room, or an invitation, gives its parts to the fields.
void LoginDialog::split()
{
    const QString text = m_server->text();
    const auto address = parseServerAddress(text);
    const bool isSame = m_link && address && address->url == m_link->url;
    if (address && (address->room || address->key || (!isSame && text.contains(QStringLiteral("://")))))
        takeApart(text, *address);
    else if (!isSame)
        m_link.reset(); // another server was entered since
    explain();
}

void LoginDialog::takeApart(const QString& text, const ServerAddress& address)
{
    m_link = address;
    const QString shown = addressOf(address.url);
    const auto again = parseServerAddress(shown);
    QString beginning = text.trimmed().section(u'#', 0, 0); // says how to connect, where that is not the usual way
    if (beginning.endsWith(u'/'))
        beginning.chop(1);
    m_server->setText(again && again->url == address.url ? shown : beginning);
    if (address.key)
        m_password->setText(*address.key);
    if (!address.room)
        return;
    const auto* name = std::get_if<RoomName>(&*address.room);
    m_room->setText(name ? name->text() : QString());
    m_room->setPlaceholderText(name ? QString() : tr("The room of your link"));
}

/// What the window is for: somebody who starts the program for the first time knows nothing of it.
void LoginDialog::explain()
{
    if (parentWidget())
        m_title->setText(tr("Join another server"));
    else
        m_title->setText(m_link ? tr("Join %1").arg(breakable(addressOf(m_link->url))) : tr("Welcome to Parlance"));
    m_hint->setText(m_link
                        ? tr("Pick a name, pick a room, start talking.")
                        : tr("Parlance is a chat that people host themselves. Enter the address of a server, or paste "
                             "the link that you got from whoever runs it. Then pick a name, pick a room, start "
                             "talking."));
}

/// Whether the link says where to go, and nobody has entered another room since.
bool LoginDialog::isLinked() const
{
    if (!m_link || !m_link->room)
        return false;
    const QString typed = m_room->text().trimmed();
    const auto* name = std::get_if<RoomName>(&*m_link->room);
    return name ? typed == name->text() : typed.isEmpty();
}

void LoginDialog::submit()
{
    split();
    const auto address = parseServerAddress(m_server->text());
    if (!address)
        return giveUp(address.error().message);
    if (!isLinked())
        m_link.reset();
    const auto name = UserName::parse(m_name->text());
    if (!name)
        return giveUp(tr("Your name %1.").arg(name.error().message));
    const auto typed = RoomName::parse(m_room->text());
    if (!m_link && !typed)
        return giveUp(tr("The room’s name %1.").arg(typed.error().message));
    const RoomRef room = m_link ? *m_link->room : RoomRef(*typed);
    if (address->isEncrypted || address->isLoopback)
        return tryIt(*address, *name, room);
    Question question;
    question.title = tr("Connect without encryption?");
    question.text = tr("Anybody on the network between you and %1 can read everything that you send and receive.")
                        .arg(addressOf(address->url));
    question.action = tr("Connect anyway");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), address = *address, name = *name, room](bool agreed) {
        if (self && agreed)
            self->tryIt(address, name, room);
    });
}

void LoginDialog::tryIt(const ServerAddress& address, const UserName& name, const RoomRef& room)
{
    AccountInfo info;
    info.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    info.url = address.url;
    info.name = name;
    if (const auto* id = std::get_if<RoomId>(&room))
        info.room = *id;
    else
        info.roomName = std::get<RoomName>(room);
    setBusy(true);
    m_account = m_begin(info);
    m_account->client().add(*this);
    if (!m_link)
        m_account->client().join(room);
    m_account->start(m_password->text().isEmpty() ? std::nullopt : std::optional(m_password->text()));
}

void LoginDialog::phaseChanged()
{
    const Connection& connection = m_account->client().connection();
    switch (connection.phase()) {
    case Phase::Online:
        QMetaObject::invokeMethod(this, &LoginDialog::welcomed, Qt::QueuedConnection);
        return;
    case Phase::Waiting:
    case Phase::Refused: {
        const Error problem = connection.problem();
        QMetaObject::invokeMethod(
            this,
            [this, problem] {
                giveUp(m_account ? problemText(problem, m_account->info().url) : QString());
                if (problem.code == ErrorCode::Unauthenticated) {
                    m_passwordLabel->show();
                    m_password->show();
                    m_password->setFocus();
                    showProblem(problemText(problem, {})); // there is a field more
                }
            },
            Qt::QueuedConnection);
        return;
    }
    case Phase::Offline:
    case Phase::Connecting:
    case Phase::Greeting:
    case Phase::Resuming:
        return;
    }
}

void LoginDialog::welcomed()
{
    if (!m_account)
        return;
    m_account->client().remove(*this);
    setBusy(false);
    Q_EMIT signedIn();
}

std::unique_ptr<Account> LoginDialog::take()
{
    return std::move(m_account);
}

void LoginDialog::giveUp(const QString& why)
{
    if (m_account) {
        m_account->client().remove(*this);
        m_account->forget();
        const QString account = m_account->info().id;
        m_account.reset();
        Q_EMIT abandoned(account);
    }
    setBusy(false);
    showProblem(why);
}

/// A server may say anything, at any length.
void LoginDialog::showProblem(const QString& why)
{
    constexpr qsizetype longest = 400; // UTF-16 units; nobody reads more
    m_problem->setText(breakable(why.size() > longest ? cutToUnits(why, longest - 1) + u'…' : why));
    m_problem->setVisible(!why.isEmpty());
    if (!why.isEmpty())
        growToContents(*this);
}

void LoginDialog::reject()
{
    giveUp({});
    QDialog::reject();
}

/// A field that is disabled loses the keyboard.
void LoginDialog::setBusy(bool busy)
{
    if (busy)
        m_focused = focusWidget();
    for (QWidget* each : std::initializer_list<QWidget*>{m_server, m_name, m_room, m_password, m_go})
        each->setEnabled(!busy);
    m_go->setText(busy ? tr("Joining…") : tr("Join"));
    if (busy)
        m_problem->hide();
    else if (QWidget* before = std::exchange(m_focused, {}))
        before->setFocus();
}

QString LoginDialog::problemText(const Error& problem, const QUrl& url)
{
    switch (problem.code) {
    case ErrorCode::Unauthenticated:
        return tr("This server asks for a password: %1").arg(problem.message);
    case ErrorCode::NameTaken:
        return tr("Somebody else has this name. Please choose another.");
    case ErrorCode::ProtocolVersion:
        return tr("This server speaks another version of Parlance’s protocol: %1").arg(problem.message);
    default:
        return tr("%1 cannot be reached: %2").arg(addressOf(url), problem.message);
    }
}

} // namespace parlance::client
