#include "models/addresses.h"
#include "text/clusters.h"
#include "ui/composer/completionpopup.h"
#include "ui/composer/composer.h"
#include "ui/findbar.h"
#include "ui/reader.h"
#include "ui/roompane.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QRegularExpression>
#include <QWindow>

/// The part of RoomPane that acts: reading, writing, changing.
namespace parlance::client {

// --- what the client says ---

void RoomPane::identityChanged()
{
    m_composer->setLimit(m_account.client().state().identity.limits.text);
}

void RoomPane::roomChanged(const RoomId& room)
{
    if (room != m_room)
        return;
    refreshHeader();
    nameParts();
    refreshEmpty();
    refreshJump();
}

void RoomPane::roomRemoved(const RoomId& room)
{
    m_account.client().setEditDraft(room, {});
    if (room == m_room)
        QMetaObject::invokeMethod(
            this, [this] { open({}); }, Qt::QueuedConnection); // not from within the applier
}

void RoomPane::messagesChanged(const RoomId& room, const RowChange& /*change*/)
{
    if (room != m_room)
        return;
    refreshEmpty();
    if (m_seek > 0) // later, because the view may not have been told yet
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_seek > 0)
                    reveal(m_seek);
            },
            Qt::QueuedConnection);
}

/// What a deleted message said is kept nowhere, so an edit of it ends.
void RoomPane::eventHandled(const DurableEvent& event)
{
    const auto* deleted = std::get_if<MessageDeleted>(&event);
    const auto edit = deleted ? m_account.client().editDraft(deleted->room) : std::nullopt;
    if (!edit || edit->message != deleted->id)
        return;
    m_account.client().setEditDraft(deleted->room, {});
    QMetaObject::invokeMethod( // not from within the applier
        this,
        [this, id = deleted->id] {
            if (const auto shown = m_composer->editUnderWay(); shown && shown->message == id)
                m_composer->endEdit();
        },
        Qt::QueuedConnection);
}

void RoomPane::typingChanged(const RoomId& room)
{
    if (room != m_room)
        return;
    const RoomState* state = m_account.client().state().room(m_room);
    QStringList names;
    for (const Present& person : state ? state->typing : std::vector<Present>())
        names << person.username;
    constexpr qsizetype most = 3;
    QString text;
    if (names.size() > most)
        text = tr("Several people are typing…");
    else if (names.size() > 1)
        text = tr("%1 are typing…").arg(names.join(QStringLiteral(", ")));
    else if (!names.isEmpty())
        text = tr("%1 is typing…").arg(names.front());
    m_typists->setText(text);
}

// --- reading ---

/// Whether somebody can see what the view shows: this is the window that is used, and it is on the screen.
bool RoomPane::isWatched() const
{
    const QWindow* screenWindow = window()->windowHandle();
    return isVisible() && isActiveWindow() && !window()->isMinimized() && screenWindow && screenWindow->isExposed();
}

void RoomPane::catchUp()
{
    m_view->position().toEnd();
    if (const RoomState* state = m_account.client().state().room(m_room))
        m_account.client().markRead(m_room, state->n);
}

/// A page that is missing in what is seen.
void RoomPane::fetch(const FetchHistory& wanted)
{
    // Queued, because a page that is at hand would come from inside the view's own doings.
    QMetaObject::invokeMethod(
        this,
        [this, wanted, room = m_room] {
            if (room != m_room)
                return;
            FetchHistory request = wanted;
            request.room = room;
            request.limit = limits::historyPage;
            m_account.client().fetchHistory(request, [self = QPointer(this), room](Result<HistoryPage> page) {
                if (self && !page && room == self->m_room)
                    self->m_retryMissing =
                        self->m_account.wheel().after(retryAfter, [self] { self->m_view->prefetch().retry(); });
            });
        },
        Qt::QueuedConnection);
}

void RoomPane::reveal(qint64 seq)
{
    const RoomState* state = m_account.client().state().room(m_room);
    if (!state)
        return;
    if (state->messages.has(seq)) {
        m_seek = 0;
        m_view->reveal(state->messages[state->messages.rowOf(seq)].id.text());
        return;
    }
    if (m_seek == seq)
        return; // asked for already
    m_seek = seq;
    FetchHistory request;
    request.room = m_room;
    request.around = seq;
    m_account.client().fetchHistory(request, [self = QPointer(this), seq](Result<HistoryPage> page) {
        if (!self || self->m_seek != seq)
            return;
        const RoomState* now = self->m_account.client().state().room(self->m_room);
        const bool found = page && now && now->messages.has(seq);
        if (found)
            return self->reveal(seq);
        self->m_seek = 0;
        self->m_dialogs.tell(tr("Message not found"),
                             page ? tr("There is no such message in this room.") : page.error().message);
    });
}

/// With what is selected in one message, if anything is.
void RoomPane::openFind()
{
    if (m_room.isEmpty())
        return;
    const QString selected = m_view->selection().hasText() ? m_view->selection().copied() : QString();
    m_find->open(m_room, selected.contains(u'\n') ? QString() : selected);
}

void RoomPane::escape()
{
    if (m_proposals->isVisible())
        return m_proposals->hide();
    if (m_find->isVisible())
        return m_find->close();
    if (m_composer->isEditing())
        return m_composer->endEdit();
    catchUp();
    focusComposer();
}

// --- writing ---

void RoomPane::send(const QString& text)
{
    if (m_room.isEmpty())
        return;
    const bool isCommand = text.startsWith(u'/') && !text.startsWith(QStringLiteral("//"));
    if (!isCommand)
        return say(text.startsWith(QStringLiteral("//")) ? text.mid(1) : text);
    const QString name = text.mid(1).section(QRegularExpression(QStringLiteral("\\s")), 0, 0);
    const QString rest = text.mid(1 + name.size()).trimmed();
    if (name == QStringLiteral("me")) {
        if (!rest.isEmpty())
            say(text);
        return;
    }
    Q_EMIT command(name, rest);
}

void RoomPane::say(const QString& text)
{
    static const QString me = QStringLiteral("/me ");
    const bool isAction = text.startsWith(me);
    Client& client = m_account.client();
    const QString draft = client.draft(m_room);
    client.setDraft(m_room, {}); // first, to be kept together: a crash leaves a draft or a message, never both
    const auto queued =
        isAction ? client.say(m_room, text.mid(me.size()).trimmed(), QStringLiteral("me")) : client.say(m_room, text);
    if (!queued) {
        client.setDraft(m_room, draft);
        return m_dialogs.tell(tr("Not sent"), queued.error().message);
    }
    m_typing.sent();
    m_composer->clear();
    m_timeline->setFirstNew(0);
    m_view->position().toEnd();
}

void RoomPane::editLast()
{
    const auto row = m_timeline ? m_timeline->lastOwn() : std::nullopt;
    if (!row)
        return;
    const TimelineItem item = m_timeline->item(*row);
    m_composer->edit(item.message->id, item.text);
}

/// Where one is refused, it and those behind it stay in the composer. A crash leaves each of them as a message or in
/// the draft, never in both.
void RoomPane::sayParts(const QStringList& parts)
{
    Client& client = m_account.client();
    const auto rest = [&parts](qsizetype from) { return parts.mid(from).join(u'\n'); };
    std::optional<Error> problem;
    qsizetype sent = 0;
    for (; sent < parts.size(); ++sent) {
        client.setDraft(m_room, rest(sent + 1));
        if (const auto queued = client.say(m_room, parts[sent]); !queued) {
            problem = queued.error();
            break;
        }
    }
    m_composer->setText(rest(sent));
    if (problem)
        client.setDraft(m_room, rest(sent));
    if (sent > 0) {
        m_typing.sent();
        m_timeline->setFirstNew(0);
        m_view->position().toEnd();
    }
    if (problem)
        m_dialogs.tell(tr("Not sent"), tr("%n of these messages are not sent and stay where you wrote them. %1",
                                          nullptr, int(parts.size() - sent))
                                           .arg(problem->message));
}

// --- changing ---

void RoomPane::openMenu(size_t row, const QPoint& global)
{
    const TimelineItem item = m_timeline->item(row);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("messageMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const MessageId id = item.message->id;
    const Nonce nonce = item.fate.nonce;
    const QString text = item.text;
    if (m_view->selection().hasText())
        menu->addAction(tr("Copy selection"), this,
                        [this] { QApplication::clipboard()->setText(m_view->selection().copied()); });
    if (!item.isDeleted() && !text.isEmpty())
        menu->addAction(tr("Copy text"), this, [text] { QApplication::clipboard()->setText(text); });
    if (!id.isEmpty())
        menu->addAction(tr("Copy link"), this, [this, seq = item.message->seq] { copyLink(seq); });
    if (item.isOwn && !id.isEmpty() && !item.isDeleted()) {
        menu->addSeparator();
        menu->addAction(tr("Edit…"), this, [this, id, text] { m_composer->edit(id, text); });
        menu->addAction(tr("Delete…"), this, [this, id, text] { remove(id, text); });
    }
    if (item.fate.kind == Fate::Failed)
        menu->addAction(tr("Send again"), this, [this, nonce] { m_account.client().retry(nonce); });
    if (item.fate.kind == Fate::Failed || (id.isEmpty() && item.fate.kind == Fate::Pending))
        menu->addAction(tr("Discard"), this, [this, nonce] { m_account.client().discard(nonce); });
    if (menu->isEmpty())
        return menu->deleteLater();
    menu->popup(global);
}

void RoomPane::remove(const MessageId& message, const QString& text)
{
    constexpr qsizetype shown = 200;
    Question question;
    question.title = tr("Delete this message?");
    question.text = text.size() > shown ? cutToUnits(text, shown).trimmed() + u'…' : text;
    question.action = tr("Delete");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), message, room = m_room](bool agreed) {
        if (!self || !agreed)
            return;
        if (const auto queued = self->m_account.client().remove(room, message); !queued)
            self->m_dialogs.tell(tr("Not deleted"), queued.error().message);
    });
}

void RoomPane::copyLink(qint64 seq)
{
    if (const RoomState* state = m_account.client().state().room(m_room))
        QApplication::clipboard()->setText(messageLink(m_account.info().url, state->name, seq));
}

} // namespace parlance::client
