#pragma once

#include "base/result.h"

#include <QHashFunctions>
#include <QString>
#include <QStringView>

#include <array>
#include <functional>

namespace parlance {

constexpr int minHandle = 2;  ///< code points
constexpr int maxHandle = 32; ///< code points

/// Folded handles that nobody may have, because "@all" and "@here" call a room's people. Words that are mentions
/// elsewhere (everyone, channel) call nobody here, and so they are free; so is "admin": screens show a person's role
/// themselves, and never take it from a handle.
constexpr std::array<QStringView, 2> reservedHandles{u"all", u"here"};

/// What an account is known by, and what stands behind the @ of a mention: letters of any script with their marks,
/// decimal digits, and . _ - between them. A handle meets the rules of names (names.h) and keeps its spelling, in NFC.
/// Letters that are another letter's look are refused, such as those of full width and of mathematics. Whether two
/// handles look alike is for the server to say: auth/skeleton.h. Empty only when default-constructed.
class Handle {
  public:
    Handle() = default;

    /// Blanks around the handle are ignored. The error is about the handle as a whole and says what to do; it is
    /// TooLong beyond maxHandle, and BadRequest otherwise.
    static Result<Handle> parse(QStringView text);

    const QString& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    /// What no two accounts may have in common; see folding.h.
    QString folded() const;

    friend bool operator==(const Handle&, const Handle&) = default;
    friend bool operator<(const Handle& a, const Handle& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Handle& handle, size_t seed = 0) { return ::qHash(handle.m_text, seed); }

  private:
    explicit Handle(QString text)
        : m_text(std::move(text))
    {}
    QString m_text;
};

} // namespace parlance

template <>
struct std::hash<parlance::Handle> {
    size_t operator()(const parlance::Handle& handle) const noexcept { return qHash(handle); }
};
