#include "support/suite.h"
#include "ui/askdialog.h"
#include "ui/widgetdialogs.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTest>

namespace parlance::test {

using namespace parlance::client;

namespace {

const QString markup = QStringLiteral("<b>bold</b> & \"quoted\"\n<img src=\"file:///etc/hostname\">  end");

/// The real dialogs over a window.
struct Asked {
    QWidget window;
    WidgetDialogs dialogs;
    QList<bool> answers;

    Asked()
    {
        dialogs.setWindow(&window);
        window.show();
    }

    QMessageBox* ask(bool isDangerous)
    {
        Question question;
        question.title = QStringLiteral("Leave <i>here</i>?");
        question.text = markup;
        question.action = QStringLiteral("Leave");
        question.isDangerous = isDangerous;
        dialogs.ask(question, [this](bool agreed) { answers << agreed; });
        return box("question");
    }

    QMessageBox* box(const char* name) const
    {
        auto* found = window.findChild<QMessageBox*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }

    bool isGone(const char* name) const
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return !window.findChild<QMessageBox*>(QLatin1String(name));
    }
};

QPushButton* button(const QMessageBox& box, const char* text)
{
    const auto all = box.buttons();
    for (QAbstractButton* each : all) {
        if (each->text().remove(u'&') == QString::fromUtf8(text))
            return static_cast<QPushButton*>(each);
    }
    qFatal("there is no button %s", text);
}

/// The texts of all labels, each of which shows exactly what it was given.
QStringList plainTexts(const QWidget& widget)
{
    QStringList texts;
    const auto labels = widget.findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        if (label->text().isEmpty())
            continue;
        if (label->textFormat() != Qt::PlainText)
            qFatal("a label takes markup: %s", qPrintable(label->text()));
        texts << label->text().remove(QChar(0x200b)); // where a long word may break
    }
    return texts;
}

} // namespace

class DialogsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void questionStopsItsWindowAndNoMore();
    void textsAreShownAsTheyAre();
    void dangerousQuestion();
    void harmlessQuestion();
    void escapeMeansNo();
    void closingMeansNo();
    void withoutAWindow();
    void choices();
    void longTitlesAreShownWhole();
    void tells();
    void asksForALine();
    void asksForASecretLine();
};

void DialogsTest::questionStopsItsWindowAndNoMore()
{
    Asked w;
    const QMessageBox* box = w.ask(true);
    QVERIFY(box->isVisible());
    QCOMPARE(box->windowModality(), Qt::WindowModal);
    QVERIFY(w.answers.isEmpty()); // it does not wait for a person
}

void DialogsTest::textsAreShownAsTheyAre()
{
    Asked w;
    QCOMPARE(plainTexts(*w.ask(true)), QStringList({QStringLiteral("Leave <i>here</i>?"), markup}));
    w.dialogs.tell(QStringLiteral("<u>Not</u> sent"), markup);
    QCOMPARE(plainTexts(*w.box("message")), QStringList({QStringLiteral("<u>Not</u> sent"), markup}));
}

void DialogsTest::dangerousQuestion()
{
    Asked w;
    QMessageBox* box = w.ask(true);
    QCOMPARE(box->defaultButton(), button(*box, "Cancel"));
    QTest::keyClick(box, Qt::Key_Return);
    QCOMPARE(w.answers, QList<bool>{false});
    QVERIFY(w.isGone("question"));
    box = w.ask(true);
    QTest::mouseClick(button(*box, "Leave"), Qt::LeftButton);
    QCOMPARE(w.answers, QList<bool>({false, true}));
}

void DialogsTest::harmlessQuestion()
{
    Asked w;
    QMessageBox* box = w.ask(false);
    QCOMPARE(box->defaultButton(), button(*box, "Leave"));
    QTest::keyClick(box, Qt::Key_Return);
    QCOMPARE(w.answers, QList<bool>{true});
}

void DialogsTest::escapeMeansNo()
{
    Asked w;
    for (const bool isDangerous : {true, false}) {
        QTest::keyClick(w.ask(isDangerous), Qt::Key_Escape);
        QVERIFY(w.isGone("question"));
    }
    QCOMPARE(w.answers, QList<bool>({false, false}));
}

void DialogsTest::closingMeansNo()
{
    Asked w;
    w.ask(false)->close();
    QCOMPARE(w.answers, QList<bool>{false});
}

void DialogsTest::withoutAWindow()
{
    WidgetDialogs dialogs;
    QList<bool> answers;
    dialogs.ask({QStringLiteral("Sure?"), {}, QStringLiteral("Yes"), false},
                [&answers](bool agreed) { answers << agreed; });
    auto* box = qobject_cast<QMessageBox*>(QApplication::topLevelWidgets().value(0));
    QVERIFY(box);
    QTest::keyClick(box, Qt::Key_Escape);
    QCOMPARE(answers, QList<bool>{false});
}

void DialogsTest::choices()
{
    Asked w;
    QList<int> chosen;
    const Choice choice{
        QStringLiteral("Keep <b>it</b> running?"), markup, {QStringLiteral("Keep running"), QStringLiteral("Quit")}};
    const auto offer = [&] {
        w.dialogs.choose(choice, [&chosen](int which) { chosen << which; });
        return w.box("choice");
    };
    QMessageBox* box = offer();
    QCOMPARE(plainTexts(*box), QStringList({choice.title, markup}));
    QCOMPARE(box->defaultButton(), button(*box, "Keep running"));
    QTest::keyClick(box, Qt::Key_Return);
    QVERIFY(w.isGone("choice"));
    QTest::mouseClick(button(*offer(), "Quit"), Qt::LeftButton);
    QVERIFY(w.isGone("choice"));
    QTest::keyClick(offer(), Qt::Key_Escape);
    QVERIFY(w.isGone("choice"));
    QTest::mouseClick(button(*offer(), "Cancel"), Qt::LeftButton);
    QCOMPARE(chosen, QList<int>({0, 1, -1, -1}));
}

/// A title bar would cut them; in the box they have as many lines as they need.
void DialogsTest::longTitlesAreShownWhole()
{
    Asked w;
    w.window.resize(360, 500);
    w.dialogs.tell(QStringLiteral("“%1” cannot be joined").arg(QStringLiteral("a rather long name ").repeated(5)),
                   QStringLiteral("There are too many rooms on this server. ").repeated(6));
    QMessageBox* box = w.box("message");
    QVERIFY(box->windowTitle().size() < 20);
    QVERIFY(box->width() <= box->screen()->availableGeometry().width());
    const auto labels = box->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        if (label->text().isEmpty())
            continue;
        QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    }
}

void DialogsTest::tells()
{
    Asked w;
    w.dialogs.tell(QStringLiteral("Not sent"), QStringLiteral("Too long"));
    QMessageBox* box = w.box("message");
    QVERIFY(box->isVisible());
    QCOMPARE(box->windowModality(), Qt::WindowModal);
    QCOMPARE(box->buttons().size(), 1);
    QTest::keyClick(box, Qt::Key_Escape);
    QVERIFY(w.isGone("message"));
}

void DialogsTest::asksForALine()
{
    Asked w;
    QStringList answers;
    LineQuestion question;
    question.name = QStringLiteral("line");
    question.label = QStringLiteral("<b>Name</b>");
    question.action = QStringLiteral("Save");
    question.most = 10;
    const auto ask = [&] { return askForLine(&w.window, question, [&](const QString& text) { answers << text; }); };
    QDialog* dialog = ask();
    QCOMPARE(dialog->windowModality(), Qt::WindowModal);
    QCOMPARE(plainTexts(*dialog), QStringList{question.label});
    auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("lineText"));
    auto* go = dialog->findChild<QPushButton*>(QStringLiteral("lineGo"));
    QVERIFY(!go->isEnabled());
    field->setText(QStringLiteral("  "));
    QVERIFY(!go->isEnabled());
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QTest::keyClicks(field, QStringLiteral("0123456789abc "));
    field->setText(QStringLiteral(" words "));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(answers, QStringList{QStringLiteral("words")});
    QTest::keyClick(ask(), Qt::Key_Escape);
    QCOMPARE(answers.size(), 1);
}

void DialogsTest::asksForASecretLine()
{
    Asked w;
    LineQuestion question;
    question.name = QStringLiteral("line");
    question.most = 10;
    question.isSecret = true;
    const QDialog* dialog = askForLine(&w.window, question, [](const QString&) {});
    QCOMPARE(dialog->findChild<QLineEdit*>(QStringLiteral("lineText"))->echoMode(), QLineEdit::Password);
}

} // namespace parlance::test

PARLANCE_SUITE(dialogs, parlance::test::DialogsTest)
#include "dialogs_test.moc"
