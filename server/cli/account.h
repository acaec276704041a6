#pragma once

#include <QString>

namespace parlance::cli {

/// Whom the server runs as, as far as can be told: who owns its data, unless that is root; else, for root, the user
/// `parlance` where there is one; else whoever asks.
struct Account {
    uint user = 0;
    uint group = 0;
    QString name;
};

Account serverAccount(const QString& dataFolder);

/// Whether what an account may do can be found out: by root, and by itself.
bool canTry(const Account& account);

/// Whether an account may do what access(2)'s `mode` says with a file. Root tries it as that account, in a process of
/// its own, so that groups, folders above and access lists all count.
bool mayAccess(const Account& account, const QString& path, int mode);

} // namespace parlance::cli
