#include "ui/composer/spelling.h"

#include "text/links.h"
#include "ui/composer/textfield.h"

#include <QMenu>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {
constexpr int mostProposals = 6;
} // namespace

Spelling::Spelling(TextField& field, SpellChecker& checker, const Look& look)
    : m_field(field)
    , m_checker(checker)
    , m_look(look)
{
    connect(m_field.document(), &QTextDocument::contentsChanged, this, &Spelling::look);
    connect(&m_field, &QTextEdit::cursorPositionChanged, this, &Spelling::look);
    connect(m_field.verticalScrollBar(), &QScrollBar::valueChanged, this, &Spelling::look);
    connect(m_field.verticalScrollBar(), &QScrollBar::rangeChanged, this, &Spelling::look);
    connect(&m_look, &Look::changed, this, &Spelling::look);
    m_field.onMenu = [this](QMenu& menu, int position) { addTo(menu, position); };
    this->look();
}

Spelling::~Spelling()
{
    m_field.setExtraSelections({});
}

std::vector<Spelling::Word> Spelling::wordsOf(const QString& text)
{
    // What begins with one of these signs is no word of a language: @ann, :tada:, #room, /join.
    static const QRegularExpression skipped(QStringLiteral("(?:^|(?<=\\s))[@:#/]\\S*"));
    // Letters with what joins them; a number in it makes it a name of something.
    static const QRegularExpression word(QStringLiteral("[\\p{L}\\p{M}\\p{N}_]+(?:['’][\\p{L}\\p{M}\\p{N}_]+)*"));
    static const QRegularExpression strange(QStringLiteral("[\\p{N}_]"));
    std::vector<Word> taken;
    for (const Link& link : findLinks(text))
        taken.push_back({int(link.start), int(link.length)});
    for (auto it = skipped.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        taken.push_back({int(match.capturedStart()), int(match.capturedLength())});
    }
    std::vector<Word> words;
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const Word found{int(match.capturedStart()), int(match.capturedLength())};
        const bool isTaken = std::ranges::any_of(taken, [&found](const Word& each) {
            return found.start < each.start + each.length && each.start < found.start + found.length;
        });
        if (!isTaken && found.length > 1 && !match.captured().contains(strange))
            words.push_back(found);
    }
    return words;
}

/// The checker may call back from inside.
void Spelling::begin()
{
    if (std::exchange(m_hasBegun, true))
        return;
    m_checker.begin([self = QPointer(this)] {
        if (self)
            QMetaObject::invokeMethod(self, &Spelling::look, Qt::QueuedConnection);
    });
}

void Spelling::look()
{
    if (m_field.length() > 0)
        begin();
    QTextCharFormat wrong;
    wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    wrong.setUnderlineColor(m_look.theme().danger);
    const QRect view = m_field.viewport()->rect();
    QTextCursor first = m_field.cursorForPosition(view.topLeft());
    QTextCursor last = m_field.cursorForPosition(view.bottomRight());
    first.movePosition(QTextCursor::StartOfLine); // which is not where the view's corner is, in text from right to left
    last.movePosition(QTextCursor::EndOfLine);
    const int caret = m_field.hasFocus() ? m_field.textCursor().position() : -1;
    QList<QTextEdit::ExtraSelection> underlined;
    for (const Piece& piece : piecesIn(first.position(), last.position())) {
        for (const Word& word : wordsOf(piece.text)) {
            const int start = piece.start + word.start;
            if (start + word.length != caret && !m_checker.isRight(piece.text.mid(word.start, word.length)))
                underlined.append({cursorOver(start, word.length), wrong});
        }
    }
    if (!underlined.isEmpty() || !m_field.extraSelections().isEmpty())
        m_field.setExtraSelections(underlined);
}

/// The text from one place to another, paragraph by paragraph, with the rest of the words in which it begins and ends.
std::vector<Spelling::Piece> Spelling::piecesIn(int from, int to) const
{
    constexpr int longestWord = 200; // what is longer is cut, and no word of a language
    std::vector<Piece> pieces;
    const QTextDocument& document = *m_field.document();
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to; block = block.next()) {
        const QString text = block.text();
        int start = std::clamp(from - block.position(), 0, int(text.size()));
        int end = std::clamp(to - block.position(), 0, int(text.size()));
        const int first = std::max(0, start - longestWord);
        const int last = std::min(int(text.size()), end + longestWord);
        while (start > first && !text[start - 1].isSpace())
            --start;
        while (end < last && !text[end].isSpace())
            ++end;
        pieces.push_back({block.position() + start, text.mid(start, end - start)});
    }
    return pieces;
}

QTextCursor Spelling::cursorOver(int start, int length) const
{
    QTextCursor cursor(m_field.document());
    cursor.setPosition(start);
    cursor.setPosition(start + length, QTextCursor::KeepAnchor);
    return cursor;
}

std::optional<QTextCursor> Spelling::wrongWordAt(int position) const
{
    for (const Piece& piece : piecesIn(position, position)) {
        for (const Word& word : wordsOf(piece.text)) {
            const int start = piece.start + word.start;
            const bool isHere = start <= position && position <= start + word.length;
            if (isHere && !m_checker.isRight(piece.text.mid(word.start, word.length)))
                return cursorOver(start, word.length);
        }
    }
    return std::nullopt;
}

void Spelling::addTo(QMenu& menu, int position)
{
    const auto found = wrongWordAt(position);
    if (!found)
        return;
    const QString word = found->selectedText();
    QList<QAction*> actions;
    const QStringList proposals = m_checker.proposals(word).mid(0, mostProposals);
    for (const QString& proposal : proposals) {
        auto* action = new QAction(QString(proposal).replace(u'&', QStringLiteral("&&")), &menu);
        QFont bold = action->font();
        bold.setBold(true);
        action->setFont(bold);
        connect(action, &QAction::triggered, this, [cursor = *found, word, proposal]() mutable {
            if (cursor.selectedText() == word) // nobody has written there meanwhile
                cursor.insertText(proposal);
        });
        actions << action;
    }
    auto* learn = new QAction(tr("“%1” is right").arg(word), &menu);
    connect(learn, &QAction::triggered, this, [this, word] {
        m_checker.learn(word);
        look();
    });
    auto* line = new QAction(&menu);
    line->setSeparator(true);
    actions << learn << line;
    menu.insertActions(menu.actions().value(0), actions);
}

} // namespace parlance::client
