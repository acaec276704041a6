#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QWidget>

#include <set>
#include <vector>

class QBoxLayout;
class QVBoxLayout;

namespace parlance::client {

/// Says above a server's page what this computer cannot keep of the account, and what can be done about it. Each line
/// stays until that is over or somebody closes it. Account and look must outlive it.
class TroubleBar final : public QWidget {
    Q_OBJECT

  public:
    TroubleBar(Account& account, const Look& look, QWidget* parent);

    /// What is wrong and what follows from it.
    static QString sentence(const Troubles::Trouble& trouble, const QString& server);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();
    QWidget* makeLine(const Troubles::Trouble& trouble);
    void addDismiss(QBoxLayout& line, Troubles::Kind kind, QWidget* parent);
    void addChoices(QBoxLayout& line, QWidget* parent);
    void arrange();
    void giveFocusBackTo(const QString& name);

    Account& m_account;
    const Look& m_look;
    QVBoxLayout* m_lines;
    std::set<Troubles::Kind> m_told;        // by the lines that are shown
    std::vector<QWidget*> m_shown;          // children
    std::vector<QBoxLayout*> m_withChoices; // the layouts of some of them
};

} // namespace parlance::client
