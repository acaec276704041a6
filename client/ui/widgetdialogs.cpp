#include "ui/widgetdialogs.h"

#include "ui/look/breakable.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace parlance::client {

namespace {

QMessageBox* makeBox(QWidget* window, const QString& title, const QString& text)
{
    auto* box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(QStringLiteral("Parlance")); // a title bar would cut the title
    box->setText(breakable(title));
    box->setInformativeText(breakable(text));
    // The box's own setTextFormat() leaves out the lower text, which would be taken for markup where it looks so.
    const auto labels = box->findChildren<QLabel*>();
    for (QLabel* label : labels) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    if (QLabel* heading = box->findChild<QLabel*>(QStringLiteral("qt_msgbox_label"))) {
        QFont font = box->font();
        font.setWeight(QFont::DemiBold);
        heading->setFont(font);
    }
    return box;
}

} // namespace

void WidgetDialogs::ask(const Question& question, Callback<void(bool)> done)
{
    QMessageBox* box = makeBox(m_window, question.title, question.text);
    box->setObjectName(QStringLiteral("question"));
    // Some desktops put a destructive button on the other side of Cancel, but here it is what agrees, as everywhere.
    QPushButton* agree = box->addButton(question.action, QMessageBox::AcceptRole);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(question.isDangerous ? cancel : agree);
    box->setEscapeButton(cancel);
    const auto answer = std::make_shared<Callback<void(bool)>>(std::move(done)); // owner: the connection
    QObject::connect(box, &QMessageBox::finished, box,
                     [box, agree, answer] { (*answer)(box->clickedButton() == agree); });
    box->open();
}

void WidgetDialogs::choose(const Choice& choice, Callback<void(int)> done)
{
    QMessageBox* box = makeBox(m_window, choice.title, choice.text);
    box->setObjectName(QStringLiteral("choice"));
    std::vector<QAbstractButton*> buttons;
    for (const QString& action : choice.actions)
        buttons.push_back(box->addButton(action, QMessageBox::AcceptRole));
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    if (!buttons.empty())
        box->setDefaultButton(static_cast<QPushButton*>(buttons.front()));
    box->setEscapeButton(cancel);
    const auto answer = std::make_shared<Callback<void(int)>>(std::move(done)); // owner: the connection
    QObject::connect(box, &QMessageBox::finished, box, [box, buttons, answer] {
        const auto chosen = std::ranges::find(buttons, box->clickedButton());
        (*answer)(chosen == buttons.end() ? -1 : int(chosen - buttons.begin()));
    });
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
