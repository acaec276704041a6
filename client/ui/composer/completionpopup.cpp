#include "ui/composer/completionpopup.h"

#include "models/emoji.h"
#include "ui/composer/textfield.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>

namespace parlance::client {

namespace {

constexpr int insertedRole = Qt::UserRole;
constexpr int rowHeight = 28; // pixels at the usual size, as is the other
constexpr int rowPadding = 10;

class ProposalDelegate final : public QStyledItemDelegate {
  public:
    ProposalDelegate(const Look& look, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {}

    QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const override
    {
        const QFontMetrics metrics(m_look.font());
        return {metrics.horizontalAdvance(textOf(index)) + 2 * m_look.scaled(rowPadding), m_look.scaled(rowHeight)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = m_look.theme();
        const bool chosen = option.state & QStyle::State_Selected;
        const int pad = m_look.scaled(rowPadding);
        const QRect inner = option.rect.adjusted(pad, 0, -pad, 0);
        painter->save();
        if (chosen || option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, chosen ? theme.accentSoft : theme.hover);
        painter->setFont(m_look.font());
        painter->setPen(chosen ? theme.accentText : theme.text);
        painter->drawText(inner,
                          int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                              Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(textOf(index), Qt::ElideRight, inner.width()));
        painter->restore();
    }

  private:
    static QString textOf(const QModelIndex& index) { return index.data(Qt::DisplayRole).toString(); }

    const Look& m_look;
};

} // namespace

CompletionPopup::CompletionPopup(TextField& field, People people, const Look& look, QWidget* parent)
    : QListView(parent)
    , m_field(field)
    , m_people(std::move(people))
    , m_look(look)
{
    setObjectName(QStringLiteral("completion"));
    setModel(&m_model);
    setFocusPolicy(Qt::NoFocus);
    setEditTriggers(NoEditTriggers);
    setFrameShape(QFrame::Box);
    setLineWidth(1);
    setItemDelegate(new ProposalDelegate(look, this));
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hide();
    connect(&m_field, &QTextEdit::textChanged, this, &CompletionPopup::propose);
    connect(&m_field, &QTextEdit::cursorPositionChanged, this, &CompletionPopup::propose);
    connect(this, &QListView::clicked, this, &CompletionPopup::choose);
}

void CompletionPopup::propose()
{
    const QTextCursor cursor = m_field.textCursor();
    m_completion =
        cursor.hasSelection() || !m_field.hasFocus() ? std::nullopt : completionAt(m_field.text(), cursor.position());
    fill();
    setVisible(m_model.rowCount() > 0);
    if (isVisible())
        place();
}

void CompletionPopup::fill()
{
    m_model.clear();
    if (!m_completion)
        return;
    const auto add = [this](const QString& shown, const QString& inserted) {
        auto* item = new QStandardItem(shown);
        item->setData(inserted, insertedRole);
        m_model.appendRow(item);
    };
    if (m_completion->sign == u'@') {
        for (const Mentionable& person : completePeople(m_completion->query, m_people())) {
            const QString name = u'@' + person.name;
            const QString tag = m_tagOf && person.id != everybody ? m_tagOf(person.id, person.name) : QString();
            const QString shown =
                person.id == everybody ? QCoreApplication::translate("Composer", "all – everybody here") : name;
            add(tag.isEmpty() ? shown : QStringLiteral("%1  %2").arg(name, tag), name);
        }
    } else {
        for (const Emoji& emoji : completeEmoji(m_completion->query))
            add(QStringLiteral("%1  :%2:").arg(emoji.sign, emoji.name), emoji.sign);
    }
    setCurrentIndex(m_model.index(0, 0));
}

void CompletionPopup::place()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, m_look.theme().raised);
    palette.setColor(QPalette::WindowText, m_look.theme().edge); // the frame
    setPalette(palette);
    int height = 2 * frameWidth();
    for (int row = 0; row < m_model.rowCount(); ++row)
        height += sizeHintForRow(row);
    const int width = std::min(sizeHintForColumn(0) + 2 * frameWidth(), parentWidget()->width());
    const QPoint caret = m_field.viewport()->mapTo(parentWidget(), m_field.cursorRect().topLeft());
    const int x = std::clamp(caret.x() - m_look.scaled(20), 0, parentWidget()->width() - width);
    setGeometry(x, caret.y() - height - m_look.scaled(10), width, height);
    raise();
}

bool CompletionPopup::onKey(QKeyEvent* event)
{
    if (!isVisible())
        return false;
    const int rows = m_model.rowCount();
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int by = event->key() == Qt::Key_Up ? rows - 1 : 1;
        setCurrentIndex(m_model.index((currentIndex().row() + by) % rows, 0));
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        choose(currentIndex());
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    default:
        return false;
    }
}

void CompletionPopup::choose(const QModelIndex& index)
{
    if (!index.isValid() || !m_completion)
        return;
    const QString inserted = index.data(insertedRole).toString();
    const Completed completed = complete(m_field.text(), m_field.textCursor().position(), *m_completion, inserted);
    m_field.setText(completed.text);
    QTextCursor cursor = m_field.textCursor();
    cursor.setPosition(int(completed.caret));
    m_field.setTextCursor(cursor);
    hide();
    m_field.setFocus();
}

} // namespace parlance::client
