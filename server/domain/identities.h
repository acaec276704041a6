#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <unordered_map>

namespace parlance {

/// The identities that have a connection now, and what they are called.
class Identities {
  public:
    /// Nothing for who has no connection.
    const UserName* nameOf(const UserId& user) const;

    /// One more connection. An identity has one name, whatever its connections are: the newest.
    void arrived(const UserId& user, const UserName& name);

    /// One connection fewer. True if it was the last.
    bool departed(const UserId& user);

    void renamed(const UserId& user, const UserName& name);

    // A name that was given here is on its way to the store, and has been answered. Until then what the store says of
    // the identity may be from before.
    void saving(const UserId& user, const UserName& name);
    void saved(const UserId& user);
    /// The last that is on its way; nothing if none is.
    const UserName* savingName(const UserId& user) const;

  private:
    struct Live {
        UserName name;
        int connections = 0;
    };

    std::unordered_map<UserId, Live> m_live;
    struct Saving {
        UserName last;
        int count = 0;
    };

    std::unordered_map<UserId, Saving> m_saving;
};

} // namespace parlance
