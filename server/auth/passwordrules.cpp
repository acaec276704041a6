#include "auth/passwordrules.h"

#include "text/composing.h"
#include "text/folding.h"

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr auto commonPasswords = std::to_array<QStringView>({
#include "auth/commonpasswords.inc"
});

Error badPassword(const QString& why)
{
    return {ErrorCode::BadRequest, why, {}};
}

} // namespace

std::optional<Error> faultOfPassword(const QString& password, const Handle& handle, const UserName& name)
{
    const Error tooLong{ErrorCode::TooLong, QStringLiteral("is longer than %1 characters").arg(maxPassword), {}};
    if (password.size() > longestComposed)
        return tooLong;
    const std::u32string points = composed(password).toStdU32String();
    if (points.size() > size_t(maxPassword))
        return tooLong;
    if (points.size() < size_t(minPassword))
        return badPassword(QStringLiteral("must have at least %1 characters").arg(minPassword));
    if (std::ranges::count(points, points.front()) == std::ssize(points))
        return badPassword(QStringLiteral("must not be one character over and over; choose another one"));
    const QString plain = folded(password);
    if (std::ranges::find(commonPasswords, plain) != commonPasswords.end())
        return badPassword(QStringLiteral("is one of the passwords that everybody tries first; choose another one"));
    if (plain == handle.folded() || plain == folded(name.text()))
        return badPassword(QStringLiteral("must not be your own name; choose another one"));
    return std::nullopt;
}

} // namespace parlance
