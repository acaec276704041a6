#pragma once

#include "ports/spellchecker.h"
#include "ui/look/look.h"

#include <QPointer>
#include <QTextCursor>

#include <optional>

class QMenu;

namespace parlance::client {

class TextField;

/// Underlines in a field what the spell checker does not know, except the word that is being written, links, mentions,
/// names of emoji and commands. It looks only at what is in view and changes nothing in the document, so that its cost
/// does not depend on how long the text is. Its menu offers what may have been meant. The field must outlive it, the
/// checker too.
class Spelling final : public QObject {
    Q_OBJECT

  public:
    Spelling(TextField& field, SpellChecker& checker, const Look& look);
    ~Spelling() override;

    /// For the word at this place of the text, if it is underlined: puts what can be done before a menu's first entry.
    void addTo(QMenu& menu, int position);

    struct Word {
        int start = 0;
        int length = 0;
    };
    /// Those words of a piece of text that are checked.
    static std::vector<Word> wordsOf(const QString& text);

  private:
    struct Piece {
        int start = 0; // in the document
        QString text;  // within one paragraph, and no word of it is cut
    };

    void look();
    void begin();
    std::vector<Piece> piecesIn(int from, int to) const;
    QTextCursor cursorOver(int start, int length) const;
    std::optional<QTextCursor> wrongWordAt(int position) const;

    TextField& m_field;
    SpellChecker& m_checker;
    const Look& m_look;
    bool m_hasBegun = false;
};

} // namespace parlance::client
