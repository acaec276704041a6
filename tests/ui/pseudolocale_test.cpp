#include "support/suite.h"
#include "ui/look/style.h"
#include "ui/states.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTranslator>

namespace parlance::test {

/// Makes every text of the program's longer by half and recognisable, as a language would that needs more letters.
class Longer final : public QTranslator {
  public:
    bool isEmpty() const override { return false; }
    QString translate(const char* /*context*/, const char* source, const char* /*note*/, int /*n*/) const override
    {
        const QString text = QString::fromUtf8(source);
        return QStringLiteral("[%1%2]").arg(text, QString(text.size() / 2, u'~'));
    }
};

namespace {

bool isOwnText(const QString& text)
{
    return text.isEmpty() || text.contains(u'[') || text.startsWith(u'/') /* a command */ ||
           !text.contains(QRegularExpression(QStringLiteral("\\p{L}{3}")));
}

} // namespace

/// In every state of the windows, with texts that are half as long again: everything that is said can be translated,
/// and nothing is cut off.
class PseudoLocaleTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_longer); }
    void cleanupTestCase() { QCoreApplication::removeTranslator(&m_longer); }
    void nothingIsCutOff_data() { rows(); }
    void nothingIsCutOff();
    void everythingIsTranslated_data() { rows(); }
    void everythingIsTranslated();

  private:
    static void rows()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < states().size(); ++i)
            QTest::newRow(qPrintable(states()[i].name)) << int(i);
    }

    /// Of what people read and press in the windows that are shown.
    static void visit(const std::function<void(QWidget&, const QString& text, bool mayBeShort)>& look);

    Longer m_longer;
};

void PseudoLocaleTest::visit(const std::function<void(QWidget&, const QString&, bool)>& look)
{
    for (QWidget* window : shownWindows()) {
        for (auto* label : window->findChildren<QLabel*>()) {
            // What somebody wrote is cut where there is no room, with its whole in a tool tip.
            const bool mayBeShort = label->wordWrap() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
            if (label->isVisible())
                look(*label, label->text(), mayBeShort);
        }
        for (auto* button : window->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && !qobject_cast<QLineEdit*>(button->parent())) // Qt's own
                look(*button, button->text(), false);
        }
    }
}

void PseudoLocaleTest::nothingIsCutOff()
{
    QFETCH(const int, index);
    const State& state = states()[size_t(index)];
    Stage stage(state.talks);
    QApplication::setStyle(new Style(stage.look)); // which owns it
    state.make(stage);
    stage.settle();
    QStringList cut;
    visit([&](QWidget& widget, const QString& text, bool mayBeShort) {
        const QSize wanted = widget.minimumSizeHint();
        const bool tooNarrow = !mayBeShort && widget.width() < wanted.width();
        const bool tooLow = widget.height() < wanted.height();
        const QRect inParent = widget.parentWidget() ? widget.parentWidget()->rect() : widget.rect();
        const bool outside = widget.parentWidget() && !inParent.contains(widget.geometry());
        if (tooNarrow || tooLow || outside)
            cut << QStringLiteral("%1 “%2” %3x%4 of %5x%6")
                       .arg(widget.objectName(), text)
                       .arg(widget.width())
                       .arg(widget.height())
                       .arg(wanted.width())
                       .arg(wanted.height());
    });
    for (QWidget* window : shownWindows()) {
        for (const auto* field : window->findChildren<QLineEdit*>()) {
            const bool isOfQt = field->objectName().startsWith(QStringLiteral("qt_")); // within a box of its own
            if (field->isVisible() && !isOfQt && field->height() < field->minimumSizeHint().height())
                cut << QStringLiteral("the field %1 is squeezed").arg(field->objectName());
        }
        const QSize screen = window->screen()->availableSize();
        if (window->width() > std::max(screen.width(), 1'080))
            cut << QStringLiteral("a window of %1 pixels").arg(window->width());
    }
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

/// But for what people have written, which every state has a bit of.
void PseudoLocaleTest::everythingIsTranslated()
{
    QFETCH(const int, index);
    const State& state = states()[size_t(index)];
    Stage stage(state.talks);
    state.make(stage);
    stage.settle();
    static const QStringList written{QStringLiteral("roomName"),      QStringLiteral("topic"),
                                     QStringLiteral("serverName"),    QStringLiteral("qt_msgbox_informativelabel"),
                                     QStringLiteral("server-garden"), QStringLiteral("server-office"),
                                     QStringLiteral("serverAddress")};
    QStringList plain;
    visit([&](QWidget& widget, const QString& text, bool) {
        if (!written.contains(widget.objectName()) && !isOwnText(text))
            plain << widget.objectName() + u' ' + text;
        if (!written.contains(widget.objectName()) && !isOwnText(widget.accessibleName()))
            plain << widget.objectName() + u' ' + widget.accessibleName();
    });
    for (QWidget* window : shownWindows()) {
        for (auto* field : window->findChildren<QLineEdit*>()) {
            if (field->isVisible() && !isOwnText(field->placeholderText()))
                plain << field->objectName() + u' ' + field->placeholderText();
        }
    }
    QVERIFY2(plain.isEmpty(), qPrintable(plain.join(u'\n')));
}

} // namespace parlance::test

PARLANCE_SUITE(pseudolocale, parlance::test::PseudoLocaleTest)
#include "pseudolocale_test.moc"
