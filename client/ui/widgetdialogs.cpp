#include "ui/widgetdialogs.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace parlance::client {

namespace {

QMessageBox* makeBox(QWidget* window, const QString& title, const QString& text)
{
    auto* box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(title);
    box->setText(title);
    box->setInformativeText(text);
    // The box's own setTextFormat() leaves out the lower text, which would be taken for markup where it looks so.
    const auto labels = box->findChildren<QLabel*>();
    for (QLabel* label : labels)
        label->setTextFormat(Qt::PlainText);
    return box;
}

} // namespace

void WidgetDialogs::ask(const Question& question, Callback<void(bool)> done)
{
    QMessageBox* box = makeBox(m_window, question.title, question.text);
    box->setObjectName(QStringLiteral("question"));
    QPushButton* agree =
        box->addButton(question.action, question.isDangerous ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(question.isDangerous ? cancel : agree);
    box->setEscapeButton(cancel);
    const auto answer = std::make_shared<Callback<void(bool)>>(std::move(done)); // owner: the connection
    QObject::connect(box, &QMessageBox::finished, box,
                     [box, agree, answer] { (*answer)(box->clickedButton() == agree); });
    box->open();
}

void WidgetDialogs::tell(const QString& title, const QString& text)
{
    QMessageBox* box = makeBox(m_window, title, text);
    box->setObjectName(QStringLiteral("message"));
    box->addButton(QMessageBox::Ok);
    box->open();
}

} // namespace parlance::client
