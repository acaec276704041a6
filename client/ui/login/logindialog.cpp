#include "ui/login/logindialog.h"

#include "models/addresses.h"
#include "text/bodies.h"
#include "ui/login/loginform.h"
#include "ui/look/breakable.h"
#include "ui/look/fitting.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {

const QString firstRoom = QStringLiteral("general"); // as in the page

} // namespace

LoginDialog::LoginDialog(Begin begin, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_begin(std::move(begin))
    , m_dialogs(dialogs)
    , m_look(look)
    , m_title(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_form(new LoginForm(look, this))
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
    all->addWidget(m_form);
    all->addWidget(m_problem);
    all->addStretch();
    all->addWidget(m_go);
    setMinimumWidth(std::min(look.scaled(380), screen()->availableGeometry().width()));
    connect(m_go, &QPushButton::clicked, this, &LoginDialog::submit);
    m_form->room()->setText(firstRoom);
    connect(m_form, &LoginForm::modeChanged, this, [this] {
        showProblem({});
        explain();
    });
    connect(m_form->server(), &QLineEdit::editingFinished, this, &LoginDialog::split);
    explain();
}

LoginDialog::~LoginDialog()
{
    if (m_account)
        m_account->client().remove(*this);
}

void LoginDialog::prefill(const QString& server, const QString& name, const QString& room)
{
    if (!server.isEmpty())
        m_form->server()->setText(server);
    if (!name.isEmpty())
        m_form->name()->setText(name);
    if (!room.isEmpty())
        m_form->room()->setText(room);
    split();
    (m_form->server()->text().isEmpty() ? m_form->server()
     : m_form->name()->text().isEmpty() ? m_form->name()
                                        : m_form->room())
        ->setFocus();
}

/// A link to a room, or an invitation, gives its parts to the fields.
void LoginDialog::split()
{
    const QString text = m_form->server()->text();
    const auto address = parseServerAddress(text);
    const bool isSame = m_link && address && address->url == m_link->url;
    if (address &&
        (address->room || address->key || address->entry || (!isSame && text.contains(QStringLiteral("://")))))
        takeApart(text, *address);
    else if (!isSame)
        m_link.reset(); // another server was entered since
    m_form->setEntry(m_link ? m_link->entry : std::nullopt);
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
    m_form->server()->setText(again && again->url == address.url ? shown : beginning);
    if (address.key)
        m_form->password()->setText(*address.key);
    if (!address.room)
        return;
    const auto* name = std::get_if<RoomName>(&*address.room);
    m_form->room()->setText(name ? name->text() : QString());
    m_form->room()->setPlaceholderText(name ? QString() : tr("The room of your link"));
}

/// What the window is for: somebody who starts the program for the first time knows nothing of it.
void LoginDialog::explain()
{
    if (parentWidget())
        m_title->setText(tr("Join another server"));
    else
        m_title->setText(m_link ? tr("Join %1").arg(breakable(addressOf(m_link->url))) : tr("Welcome to Parlance"));
    const QString guests = m_link ? tr("Pick a name, pick a room, start talking.")
                                  : tr("Parlance is a chat that people host themselves. Enter the address of a server, "
                                       "or paste the link that you got from whoever runs it. Then pick a name, pick a "
                                       "room, start talking.");
    m_hint->setText(m_form->mode() == LoginForm::Mode::Guest ? guests : m_form->hint());
    m_go->setText(m_form->action(false));
}

/// Whether the link says where to go, and nobody has entered another room since.
bool LoginDialog::isLinked() const
{
    if (!m_link || !m_link->room)
        return false;
    const QString typed = m_form->room()->text().trimmed();
    const auto* name = std::get_if<RoomName>(&*m_link->room);
    return name ? typed == name->text() : typed.isEmpty();
}

/// The password was right. The dialog stays open on the same connection.
void LoginDialog::codeWanted()
{
    const QString problem = m_account->client().connection().problem().message;
    QMetaObject::invokeMethod(
        this,
        [this, problem] {
            setBusy(false);
            m_form->askForCode(true);
            showProblem(problem);
        },
        Qt::QueuedConnection);
}

void LoginDialog::submit()
{
    if (const auto code = m_form->code(); code && m_account) {
        setBusy(true);
        return m_account->client().connection().giveCode(*code);
    }
    split();
    const auto address = parseServerAddress(m_form->server()->text());
    if (!address)
        return giveUp(address.error().message);
    if (m_form->mode() != LoginForm::Mode::Guest) {
        Entrance entrance;
        if (const auto problem = m_form->takeEntrance(entrance))
            return giveUp(*problem);
        return confirmUnencrypted(*address, [this, address = *address, entrance] { enterWith(address, entrance); });
    }
    if (!isLinked())
        m_link.reset();
    const auto name = UserName::parse(m_form->name()->text());
    if (!name)
        return giveUp(tr("Your name %1.").arg(name.error().message));
    const auto typed = RoomName::parse(m_form->room()->text());
    if (!m_link && !typed)
        return giveUp(tr("The room’s name %1.").arg(typed.error().message));
    const RoomRef room = m_link ? *m_link->room : RoomRef(*typed);
    confirmUnencrypted(*address, [this, address = *address, name = *name, room] { tryIt(address, name, room); });
}

void LoginDialog::confirmUnencrypted(const ServerAddress& address, std::function<void()> go)
{
    if (address.isEncrypted || address.isLoopback)
        return go();
    Question question;
    question.title = tr("Connect without encryption?");
    question.text = tr("Anybody on the network between you and %1 can read everything that you send and receive.")
                        .arg(addressOf(address.url));
    question.action = tr("Connect anyway");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), go = std::move(go)](bool agreed) {
        if (self && agreed)
            go();
    });
}

void LoginDialog::enterWith(const ServerAddress& address, Entrance entrance)
{
    AccountInfo info;
    info.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    info.url = address.url;
    info.name = entrance.name;
    const bool isNew = m_form->mode() == LoginForm::Mode::NewAccount;
    setBusy(true);
    m_account = m_begin(info);
    m_account->client().add(*this);
    if (isNew)
        m_account->client().join(*RoomName::parse(firstRoom));
    m_account->startWith(std::move(entrance));
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
    m_account->start(m_form->password()->text().isEmpty() ? std::nullopt : std::optional(m_form->password()->text()));
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
                if (m_form->mode() != LoginForm::Mode::Guest)
                    return giveUp(m_account ? accountProblem(problem, m_account->info().url) : QString());
                giveUp(m_account ? problemText(problem, m_account->info().url) : QString());
                if (problem.code == ErrorCode::AccountRequired) {
                    m_form->askForAccount();
                    showProblem(problem.message + u'.');
                }
                if (problem.code == ErrorCode::Unauthenticated) {
                    m_form->askForPassword();
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
    m_form->askForCode(false);
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
    for (QWidget* each : std::initializer_list<QWidget*>{m_form, m_go})
        each->setEnabled(!busy);
    m_go->setText(m_form->action(busy));
    if (busy)
        m_problem->hide();
    else if (QWidget* before = std::exchange(m_focused, {}))
        before->setFocus();
}

QString LoginDialog::accountProblem(const Error& problem, const QUrl& url)
{
    return problem.code == ErrorCode::Busy ? problemText(problem, url) : problem.message + u'.';
}

QString LoginDialog::problemText(const Error& problem, const QUrl& url)
{
    switch (problem.code) {
    case ErrorCode::Unauthenticated:
        return tr("This server asks for a password: %1").arg(problem.message);
    case ErrorCode::AccountRequired:
        return problem.message + u'.';
    case ErrorCode::NameTaken:
        return tr("Somebody else has this name. Please choose another.");
    case ErrorCode::ProtocolVersion:
        return tr("This server speaks another version of Parlance’s protocol: %1").arg(problem.message);
    default:
        return tr("%1 cannot be reached: %2").arg(addressOf(url), problem.message);
    }
}

} // namespace parlance::client
