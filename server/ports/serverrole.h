#pragma once

namespace parlance {

/// How much somebody may do on the server, in the order of power: strictly higher acts on lower. The numbers are what
/// the tables hold.
enum class ServerRole {
    Guest = 0, ///< has no account
    Member = 1,
    Admin = 2,
    Owner = 3,
};

} // namespace parlance
