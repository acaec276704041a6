#include "ui/messageactions.h"

#include "models/addresses.h"
#include "models/serveraddress.h"
#include "text/clusters.h"
#include "ui/composer/composer.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMenu>
#include <QPointer>

namespace parlance::client {

MessageActions::MessageActions(Account& account, TimelineView& view, Composer& composer, Dialogs& dialogs)
    : m_account(account)
    , m_view(view)
    , m_composer(composer)
    , m_dialogs(dialogs)
{
    connect(&m_view, &TimelineView::menuWanted, this, &MessageActions::openMenu);
    connect(&m_view, &TimelineView::linkActivated, this, &MessageActions::follow);
    connect(&m_view, &TimelineView::againWanted, this,
            [this](const QByteArray& nonce) { m_account.client().retry(Nonce(nonce)); });
    connect(&m_view, &TimelineView::discardWanted, this,
            [this](const QByteArray& nonce) { m_account.client().discard(Nonce(nonce)); });
}

/// Only http, https and mailto are links at all; see findLinks().
void MessageActions::follow(const QString& target)
{
    const auto address = parseServerAddress(target);
    if (address && address->room && address->url == m_account.info().url)
        return Q_EMIT linkFollowed(*address->room, address->seq);
    QDesktopServices::openUrl(QUrl(target, QUrl::StrictMode));
}

void MessageActions::openMenu(size_t row, const QPoint& global)
{
    const TimelineItem item = m_view.timeline()->item(row);
    auto* menu = new QMenu(m_view.parentWidget());
    menu->setObjectName(QStringLiteral("messageMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopying(*menu, item);
    addChanging(*menu, item);
    addSending(*menu, item);
    if (menu->isEmpty())
        return menu->deleteLater();
    menu->popup(global);
}

void MessageActions::addCopying(QMenu& menu, const TimelineItem& item)
{
    const auto copy = [](const QString& text) { QApplication::clipboard()->setText(text); };
    if (m_view.selection().hasText())
        menu.addAction(tr("Copy selection"), this, [this, copy] { copy(m_view.selection().copied()); });
    if (!item.isDeleted() && !item.text.isEmpty())
        menu.addAction(tr("Copy text"), this, [copy, text = item.text] { copy(text); });
    if (!item.message->id.isEmpty())
        menu.addAction(tr("Copy link"), this,
                       [this, room = m_view.timeline()->room(), seq = item.message->seq] { copyLink(room, seq); });
}

void MessageActions::addChanging(QMenu& menu, const TimelineItem& item)
{
    const MessageId id = item.message->id;
    if (!item.isOwn || id.isEmpty() || item.isDeleted())
        return;
    menu.addSeparator();
    menu.addAction(tr("Edit message"), this, [this, id, text = item.text] { m_composer.edit(id, text); });
    menu.addAction(tr("Delete message…"), this,
                   [this, room = m_view.timeline()->room(), id, text = item.text] { remove(room, id, text); });
}

void MessageActions::addSending(QMenu& menu, const TimelineItem& item)
{
    const Nonce nonce = item.fate.nonce;
    if (item.fate.kind == Fate::Failed)
        menu.addAction(tr("Send again"), this, [this, nonce] { m_account.client().retry(nonce); });
    if (item.fate.kind == Fate::Failed || (item.message->id.isEmpty() && item.fate.kind == Fate::Pending))
        menu.addAction(tr("Discard"), this, [this, nonce] { m_account.client().discard(nonce); });
}

void MessageActions::remove(const RoomId& room, const MessageId& message, const QString& text)
{
    constexpr qsizetype shown = 200;
    Question question;
    question.title = tr("Delete this message?");
    question.text = text.size() > shown ? cutToUnits(text, shown).trimmed() + u'…' : text;
    question.action = tr("Delete");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), message, room](bool agreed) {
        if (!self || !agreed)
            return;
        if (const auto queued = self->m_account.client().remove(room, message); !queued)
            self->m_dialogs.tell(tr("Not deleted"), queued.error().message);
    });
}

void MessageActions::copyLink(const RoomId& room, qint64 seq)
{
    QApplication::clipboard()->setText(messageLink(m_account.info().url, room, seq));
}

} // namespace parlance::client
