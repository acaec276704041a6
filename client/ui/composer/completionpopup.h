#pragma once

#include "models/completion.h"
#include "ui/look/look.h"

#include <QListView>
#include <QStandardItemModel>

namespace parlance::client {

class TextField;

/// Proposes people after @ and emoji after :, while one writes. It never takes the keyboard: the field shows it the
/// keys first. Field and look must outlive it.
class CompletionPopup final : public QListView {
  public:
    using People = std::function<std::vector<Mentionable>()>;
    using TagOf = std::function<QString(const UserId&, const QString&)>;

    CompletionPopup(TextField& field, People people, const Look& look, QWidget* parent);

    /// Tells apart who has the same name; else it gives an empty text.
    void setTagOf(TagOf tagOf) { m_tagOf = std::move(tagOf); }

    /// True: the key was for it.
    bool onKey(QKeyEvent* event);

    void propose();

  private:
    void fill();
    void place();
    void choose(const QModelIndex& index);

    TextField& m_field;
    People m_people;
    TagOf m_tagOf;
    const Look& m_look;
    QStandardItemModel m_model;
    std::optional<Completion> m_completion;
};

} // namespace parlance::client
