#pragma once

#include "ports/cached.h"
#include "ui/composer/textfield.h"

class QLabel;

namespace parlance::client {

class CompletionPopup;
class IconButton;
class Offer;
class SpellChecker;
class Spelling;

/// Where one writes. Enter sends, Shift+Enter breaks the line. A message of one's own can be edited in the same place;
/// what was being written waits meanwhile. What is too long for one message is never sent by a key: it is offered to
/// send it as several. It decides nothing: it says what was written. The look must outlive it.
class Composer final : public QWidget {
    Q_OBJECT

  public:
    static constexpr int mostParts = 10;     ///< messages that a long text is offered to be sent as
    static constexpr int mostUnits = 50'000; ///< UTF-16 units that it takes, unless one message may have more

    Composer(const Look& look, QWidget* parent);
    ~Composer() override;

    TextField& field() { return *m_field; }

    /// What proposes words while one writes. Must be told before it goes, with nullptr.
    void setProposals(CompletionPopup* proposals) { m_proposals = proposals; }

    /// Words are looked at while one writes; nullptr: not any more. The checker must outlive the composer.
    void setSpelling(SpellChecker* checker);

    /// A room's name and what was begun there. What cannot be shown of a draft stays in it until it is changed.
    void open(const QString& room, const QString& draft);

    /// The room that is open was renamed.
    void setRoomName(const QString& name);

    /// An input method's composition becomes text, for where it was begun.
    void finishComposing() { m_field->finishComposing(); }
    void setLimit(qint64 units); ///< of a message, UTF-16 units

    void edit(const MessageId& message, const QString& text);
    void endEdit();
    bool isEditing() const { return !m_edited.isEmpty(); }

    std::optional<EditDraft> editUnderWay() const;

    /// Goes on with an edit; the draft that was opened waits meanwhile.
    void resume(const EditDraft& edit);

    QString text() const;
    void setText(const QString& text);
    void insert(const QString& text); ///< where the caret is, and takes the keyboard
    void clear();                     ///< after what was written went on its way

  Q_SIGNALS:
    void draftChanged(const QString& text);
    void editChanged(); ///< begun, written on, or ended by somebody; not by open()
    void typed(bool isEmpty);
    void submitted(const QString& text);
    void edited(const MessageId& message, const QString& text);
    void editLastWanted();

    /// Somebody chose to send a long text as these messages. It is still there.
    void partsSubmitted(const QStringList& parts);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool onKey(QKeyEvent* event);
    void changed();
    void submit();
    void count();
    void dress();
    void judgeLength();
    void offerParts();
    void offerBeginning(const QString& pasted);
    void offerDraft(const QString& draft);

    const Look& m_look;
    TextField* m_field;
    QWidget* m_editing;
    QLabel* m_editingText;
    QLabel* m_counter;
    IconButton* m_send;
    Offer* m_offer;
    bool m_offersParts = false;
    CompletionPopup* m_proposals = nullptr;
    std::unique_ptr<Spelling> m_spelling;
    qint64 m_limit = 2'000;
    QString m_known; // the text, as it was when it was looked at last
    MessageId m_edited;
    QString m_editedText;
    QString m_draft; // waits while a message is edited
};

} // namespace parlance::client
