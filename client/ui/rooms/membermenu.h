#pragma once

#include <QModelIndex>

#include <functional>

class QMenu;
class QWidget;

namespace parlance::client {

/// What can be done about a member of MembersModel. The menu deletes itself when it closes.
struct MemberActions {
    std::function<void(const QString& name)> mention;
    std::function<void()> changeName; ///< one's own
};
QMenu* makeMemberMenu(const QModelIndex& member, MemberActions actions, QWidget* parent);

/// A text as a menu's line shows it: an ampersand would be taken for a mnemonic.
QString escapedForMenu(QString text);

} // namespace parlance::client
