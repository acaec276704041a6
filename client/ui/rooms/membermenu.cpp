#include "ui/rooms/membermenu.h"

#include "models/membersmodel.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

#include <utility>

namespace parlance::client {

namespace {

struct MemberMenu {
    Q_DECLARE_TR_FUNCTIONS(MemberMenu)
};

} // namespace

QString escapedForMenu(QString text)
{
    return text.replace(u'&', QStringLiteral("&&"));
}

QMenu* makeMemberMenu(const QModelIndex& member, MemberActions actions, QWidget* parent)
{
    const QString name = member.data(MembersModel::NameRole).toString();
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("memberMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(escapedForMenu(member.data(Qt::AccessibleTextRole).toString()))->setEnabled(false);
    menu->addSeparator();
    if (member.data(MembersModel::SelfRole).toBool())
        menu->addAction(MemberMenu::tr("Change name…"), menu, std::move(actions.changeName));
    else
        menu->addAction(MemberMenu::tr("Mention"), menu,
                        [mention = std::move(actions.mention), name] { mention(name); });
    menu->addAction(MemberMenu::tr("Copy name"), menu, [name] { QGuiApplication::clipboard()->setText(name); });
    return menu;
}

} // namespace parlance::client
