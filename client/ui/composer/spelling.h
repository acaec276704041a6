#pragma once

#include "ports/spellchecker.h"
#include "ui/look/look.h"

#include <QPointer>
#include <QSyntaxHighlighter>

class QMenu;

namespace parlance::client {

class TextField;

/// Underlines in a field what the spell checker does not know, but for the word that is being written, links, mentions,
/// names of emoji and commands. Its menu offers what may have been meant. The field must outlive it, the checker too.
class Spelling final : public QSyntaxHighlighter {
    Q_OBJECT

  public:
    Spelling(TextField& field, SpellChecker& checker, const Look& look);

    /// For the word at this place of the text, if it is underlined: puts what can be done before a menu's first entry.
    void addTo(QMenu& menu, int position);

    struct Word {
        int start = 0;
        int length = 0;
    };
    /// What of a paragraph is looked at.
    static std::vector<Word> wordsOf(const QString& text);

  protected:
    void highlightBlock(const QString& text) override;

  private:
    void moved();

    TextField& m_field;
    SpellChecker& m_checker;
    const Look& m_look;
    bool m_begun = false;
    int m_unfinished = -1; // place behind a word that was not underlined because one was writing it
};

} // namespace parlance::client
