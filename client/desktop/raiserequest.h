#pragma once

#include "desktop/desktopaction.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace parlance::client {

/// What a program that was started a second time asks of the first: to come to the front, to open links, and what its
/// desktop offers.
///
///     parlance-raise 1 LF
///     [token TOKEN LF]
///     [do ACTION LF]
///     (link LINK LF)*
///     LF
struct RaiseRequest {
    static constexpr int maxLinks = 16;
    static constexpr qsizetype maxLink = 2'048; ///< UTF-16 units
    static constexpr qsizetype maxToken = 256;  ///< UTF-16 units
    static constexpr qsizetype maxSize = 17 + (7 + 3 * maxToken) + 20 + maxLinks * (6 + 3 * maxLink) + 1; ///< bytes

    QStringList links;
    QString activationToken; ///< XDG_ACTIVATION_TOKEN of the one that was started; may be empty
    DesktopAction action = DesktopAction::None;

    friend bool operator==(const RaiseRequest&, const RaiseRequest&) = default;
};

/// Whether all of it can be told.
bool isValid(const RaiseRequest& request);

/// Leaves out what would be refused: links that are too many, too long, empty or have control characters in them, and
/// such a token.
QByteArray toBytes(const RaiseRequest& request);

/// Whether these bytes end as a request does; there may be more before they do.
bool isWhole(const QByteArray& bytes);

/// Nothing if a byte of it is not as above.
std::optional<RaiseRequest> toRaiseRequest(const QByteArray& bytes);

} // namespace parlance::client
