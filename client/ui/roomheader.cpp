#include "ui/roomheader.h"

#include "ui/look/elidedlabel.h"
#include "ui/look/iconbutton.h"

#include <QBoxLayout>
#include <QPainter>

namespace parlance::client {

RoomHeader::RoomHeader(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_line(new QHBoxLayout(this))
    , m_name(new ElidedLabel(this))
    , m_topic(new ElidedLabel(this))
    , m_members(new IconButton(Icon::People, tr("Members"), look, this))
    , m_menu(new IconButton(Icon::More, tr("Room menu"), look, this))
{
    m_name->setObjectName(QStringLiteral("roomName"));
    m_topic->setObjectName(QStringLiteral("topic"));
    m_members->setObjectName(QStringLiteral("toggleMembers"));
    m_members->setCheckable(true);
    m_menu->setObjectName(QStringLiteral("roomMenu"));
    auto* titles = new QVBoxLayout;
    titles->setSpacing(0);
    titles->addWidget(m_name);
    titles->addWidget(m_topic);
    m_line->setSpacing(0);
    m_line->setContentsMargins(20, 8, 10, 9); // the last pixel is the line below; see paintEvent()
    m_line->addLayout(titles, 1);
    m_line->addWidget(m_members);
    m_line->addWidget(m_menu);
    connect(m_members, &IconButton::clicked, this, &RoomHeader::membersToggled);
    connect(m_menu, &IconButton::clicked, this,
            [this] { Q_EMIT menuWanted(m_menu->mapToGlobal(QPoint(0, m_menu->height()))); });
    connect(&m_look, &Look::changed, this, &RoomHeader::dress);
    dress();
}

void RoomHeader::setRoom(const QString& name, const QString& topic, bool isOpen)
{
    m_name->setText(name.isEmpty() ? QString() : QStringLiteral("# ") + name);
    m_topic->setText(QString(topic).replace(u'\n', u' '));
    // A tool tip that looks like HTML would be taken for it.
    m_topic->setToolTip(topic.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(topic.toHtmlEscaped()));
    m_topic->setVisible(!topic.isEmpty());
    m_members->setVisible(isOpen);
    m_menu->setVisible(isOpen);
    update();
}

void RoomHeader::setMembersShown(bool shown)
{
    m_members->setChecked(shown);
}

void RoomHeader::setLeading(QWidget* button)
{
    m_leading = button;
    m_line->insertWidget(0, button);
}

void RoomHeader::dress()
{
    setLetters(*m_name, m_look.theme().text, m_look.bold());
    setLetters(*m_topic, m_look.theme().muted, m_look.small());
    update();
}

void RoomHeader::paintEvent(QPaintEvent* /*event*/)
{
    if (m_name->text().isEmpty() && (!m_leading || m_leading->isHidden()))
        return; // there is nothing that the line would part from the messages
    QPainter painter(this);
    painter.setPen(m_look.theme().line);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace parlance::client
