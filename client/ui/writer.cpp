#include "ui/writer.h"

#include "models/commands.h"
#include "text/bodies.h"
#include "ui/composer/composer.h"

namespace parlance::client {

Writer::Writer(Account& account, Composer& composer, Dialogs& dialogs)
    : m_client(account.client())
    , m_composer(composer)
    , m_dialogs(dialogs)
    , m_typing(account.client(), account.wheel())
{
    m_client.add(*this);
    connectComposer();
}

Writer::~Writer()
{
    m_client.remove(*this);
}

void Writer::connectComposer()
{
    connect(&m_composer, &Composer::draftChanged, this, [this](const QString& text) {
        if (!m_timeline)
            return;
        m_client.setDraft(room(), text);
        Q_EMIT draftChanged(room());
    });
    connect(&m_composer, &Composer::editChanged, this, [this] {
        if (m_client.state().room(room()))
            m_client.setEditDraft(room(), m_composer.editUnderWay());
    });
    connect(&m_composer, &Composer::typed, this, [this](bool isEmpty) {
        if (isEmpty || !m_timeline)
            m_typing.stop();
        else
            m_typing.typed(room());
    });
    connect(&m_composer, &Composer::submitted, this, &Writer::submit);
    connect(&m_composer, &Composer::partsSubmitted, this, &Writer::sayParts);
    connect(&m_composer, &Composer::edited, this, &Writer::edit);
    connect(&m_composer, &Composer::editLastWanted, this, &Writer::editLast);
}

void Writer::open(Timeline* timeline)
{
    m_timeline = timeline;
    m_composer.setVisible(m_timeline);
    m_composer.open(m_client.state().nameOf(room()), m_timeline ? m_client.draft(room()) : QString());
    if (const auto edit = m_client.editDraft(room()))
        m_composer.resume(*edit);
    identityChanged();
}

void Writer::leave()
{
    m_composer.finishComposing();
    m_typing.stop();
    m_timeline = nullptr;
}

// --- what the client says ---

void Writer::identityChanged()
{
    m_composer.setLimit(m_client.state().identity.limits.text);
}

void Writer::roomRemoved(const RoomId& room)
{
    m_client.setEditDraft(room, {});
}

/// What a deleted message said is kept nowhere, so an edit of it ends.
void Writer::eventHandled(const LogEntry& event)
{
    const auto* deleted = std::get_if<MessageDeleted>(&event);
    const auto edit = deleted ? m_client.editDraft(deleted->room) : std::nullopt;
    if (!edit || edit->message != deleted->id)
        return;
    m_client.setEditDraft(deleted->room, {});
    QMetaObject::invokeMethod( // not from within the applier
        this,
        [this, id = deleted->id] {
            if (const auto shown = m_composer.editUnderWay(); shown && shown->message == id)
                m_composer.endEdit();
        },
        Qt::QueuedConnection);
}

// --- sending ---

void Writer::submit(const QString& text)
{
    if (!m_timeline)
        return;
    const QString me = QStringLiteral("me");
    const Typed typed = readTyped(text);
    if (typed.command.isEmpty())
        say(typed.text);
    else if (typed.command == me && !isBlank(typed.text))
        say(typed.text, me);
    else
        Q_EMIT command(typed.command, typed.text);
}

void Writer::say(const QString& text, const std::optional<QString>& style)
{
    const QString draft = m_client.draft(room());
    m_client.setDraft(room(), {}); // first, to be kept together: a crash leaves a draft or a message, never both
    const auto queued = m_client.say(room(), text, style);
    if (!queued) {
        m_client.setDraft(room(), draft);
        return m_dialogs.tell(tr("Not sent"), queued.error().message);
    }
    m_typing.sent(); // first, or clear() would tell that nobody is typing any more
    m_composer.clear();
    goOn();
}

/// Where one is refused, it and those behind it stay in the composer. A crash leaves each of them as a message or in
/// the draft, never in both.
void Writer::sayParts(const QStringList& parts)
{
    const auto rest = [&parts](qsizetype from) { return parts.mid(from).join(u'\n'); };
    std::optional<Error> problem;
    qsizetype said = 0;
    for (; said < parts.size(); ++said) {
        m_client.setDraft(room(), rest(said + 1));
        if (const auto queued = m_client.say(room(), parts[said]); !queued) {
            problem = queued.error();
            break;
        }
    }
    m_composer.setText(rest(said));
    if (problem)
        m_client.setDraft(room(), rest(said));
    if (said > 0) {
        m_typing.sent();
        goOn();
    }
    if (problem)
        m_dialogs.tell(tr("Not sent"), tr("%n of these messages are not sent and stay where you wrote them. %1",
                                          nullptr, int(parts.size() - said))
                                           .arg(problem->message));
}

/// After something was sent.
void Writer::goOn()
{
    m_timeline->setFirstNew(0);
    Q_EMIT sent();
}

// --- editing ---

void Writer::edit(const MessageId& message, const QString& text)
{
    if (const auto queued = m_client.edit(room(), message, text); !queued)
        m_dialogs.tell(tr("Not saved"), queued.error().message);
}

void Writer::editLast()
{
    const auto row = m_timeline ? m_timeline->lastOwn() : std::nullopt;
    if (!row)
        return;
    const TimelineItem item = m_timeline->item(*row);
    m_composer.edit(item.message->id, item.text);
}

} // namespace parlance::client
