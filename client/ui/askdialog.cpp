#include "ui/askdialog.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFontMetrics>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace parlance::client {

QDialog* askForLine(QWidget* parent, const LineQuestion& question, std::function<void(const QString&)> done)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(question.name);
    dialog->setWindowTitle(question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* label = new QLabel(question.label, dialog);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    auto* field = new QLineEdit(question.text, dialog);
    field->setObjectName(question.name + QStringLiteral("Text"));
    field->setMaxLength(question.most);
    field->setEchoMode(question.isSecret ? QLineEdit::Password : QLineEdit::Normal);
    field->selectAll();
    label->setBuddy(field);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton* accept = buttons->addButton(question.action, QDialogButtonBox::AcceptRole);
    accept->setObjectName(question.name + QStringLiteral("Go"));
    accept->setDefault(true);
    const auto check = [accept, field, question] {
        accept->setEnabled(question.mayBeEmpty || !field->text().trimmed().isEmpty());
    };
    check();
    QObject::connect(field, &QLineEdit::textChanged, dialog, check);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [field, done = std::move(done)] { done(field->text().trimmed()); });
    auto* all = new QVBoxLayout(dialog);
    all->addWidget(label);
    all->addWidget(field);
    all->addWidget(buttons);
    const int usual = QFontMetrics(dialog->font()).averageCharWidth() * 60;
    dialog->setMinimumWidth(parent ? std::min(usual, parent->window()->width()) : usual);
    dialog->open();
    return dialog;
}

} // namespace parlance::client
