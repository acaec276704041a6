#include "ui/composer/spelling.h"

#include "text/links.h"
#include "ui/composer/textfield.h"

#include <QMenu>
#include <QRegularExpression>
#include <QTextDocument>

#include <algorithm>

namespace parlance::client {

namespace {
constexpr int mostProposals = 6;
} // namespace

Spelling::Spelling(TextField& field, SpellChecker& checker, const Look& look)
    : QSyntaxHighlighter(field.document())
    , m_field(field)
    , m_checker(checker)
    , m_look(look)
{
    connect(&m_field, &QTextEdit::cursorPositionChanged, this, &Spelling::moved);
    connect(&m_look, &Look::changed, this, &Spelling::rehighlight);
    m_field.onMenu = [this](QMenu& menu, int position) { addTo(menu, position); };
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

void Spelling::highlightBlock(const QString& text)
{
    if (text.isEmpty())
        return;
    if (!m_begun) {
        m_begun = true;
        m_checker.begin([self = QPointer(this)] { // which may be called from inside, here
            if (self)
                QMetaObject::invokeMethod(self, &Spelling::rehighlight, Qt::QueuedConnection);
        });
    }
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(m_look.theme().danger);
    const int caret = m_field.hasFocus() ? m_field.textCursor().position() : -1;
    for (const Word& word : wordsOf(text)) {
        if (m_checker.isRight(text.mid(word.start, word.length)))
            continue;
        const int end = currentBlock().position() + word.start + word.length;
        if (end == caret)
            m_unfinished = end;
        else
            setFormat(word.start, word.length, format);
    }
}

void Spelling::moved()
{
    if (m_unfinished < 0 || m_field.textCursor().position() == m_unfinished)
        return;
    const QTextBlock block = document()->findBlock(std::exchange(m_unfinished, -1));
    if (block.isValid())
        rehighlightBlock(block);
}

void Spelling::addTo(QMenu& menu, int position)
{
    const QTextBlock block = document()->findBlock(position);
    const int inBlock = position - block.position();
    const std::vector<Word> words = wordsOf(block.text());
    const auto at = std::ranges::find_if(
        words, [inBlock](const Word& word) { return word.start <= inBlock && inBlock <= word.start + word.length; });
    const QString word = at == words.end() ? QString() : block.text().mid(at->start, at->length);
    if (word.isEmpty() || m_checker.isRight(word))
        return;
    QList<QAction*> actions;
    const QStringList proposals = m_checker.proposals(word).mid(0, mostProposals);
    for (const QString& proposal : proposals) {
        auto* action = new QAction(QString(proposal).replace(u'&', QStringLiteral("&&")), &menu);
        QFont bold = action->font();
        bold.setBold(true);
        action->setFont(bold);
        const int start = block.position() + at->start;
        connect(action, &QAction::triggered, this, [this, start, word, proposal] {
            QTextCursor cursor(document());
            cursor.setPosition(start);
            cursor.setPosition(start + int(word.size()), QTextCursor::KeepAnchor);
            if (cursor.selectedText() == word) // nobody has written there meanwhile
                cursor.insertText(proposal);
        });
        actions << action;
    }
    auto* learn = new QAction(tr("“%1” is right").arg(word), &menu);
    connect(learn, &QAction::triggered, this, [this, word] {
        m_checker.learn(word);
        rehighlight();
    });
    auto* line = new QAction(&menu);
    line->setSeparator(true);
    actions << learn << line;
    menu.insertActions(menu.actions().value(0), actions);
}

} // namespace parlance::client
