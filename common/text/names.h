#pragma once

#include "base/result.h"
#include "text/clusters.h"

#include <QHashFunctions>
#include <QString>
#include <QStringView>

#include <functional>

/// The names of people and rooms. Two names that look the same must not hide a difference that cannot be seen: names
/// are in NFC and trimmed, blanks of all kinds and widths are one space each, and control, bidirectional and invisible
/// characters are refused. Joiners are allowed between letters of one script where the writing needs them, as in
/// Persian and Sinhala (UAX #31, A1 and A2, and between a consonant and a virama), and with other parts of emoji where
/// they make a whole one.
namespace parlance {

constexpr int maxUserName = 32; ///< code points
constexpr int maxRoomName = 64; ///< code points

/// As names are kept, whatever they contain: NFC with single spaces, and letters of Bengali and Malayalam that were
/// spelt with a joiner by their own code points. A text that is too long for any name stays as it is.
QString normalForm(QStringView text);

/// The beginning of the normal form, of so many code points.
QString normalCut(QStringView text, int maxCodePoints);

/// The name in its normal form, or what is wrong with it: too long, empty, or the first character that is not allowed.
Result<QString> normalName(QStringView text, int maxCodePoints);

/// A name in its normal form; the type tells people and rooms apart. Empty only when default-constructed.
template <class Tag, int Max>
class Name {
  public:
    Name() = default;

    static Result<Name> parse(QStringView text)
    {
        auto name = normalName(text, Max);
        if (!name)
            return name.error();
        return Name(*std::move(name));
    }

    /// As parse(), but cuts what is too long in its normal form, which may be longer or shorter than what was typed.
    static Result<Name> parseCut(QStringView text) { return parse(normalCut(text, Max)); }

    const QString& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const Name&, const Name&) = default;
    friend bool operator<(const Name& a, const Name& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Name& name, size_t seed = 0) { return ::qHash(name.m_text, seed); }

  private:
    explicit Name(QString text)
        : m_text(std::move(text))
    {}
    QString m_text;
};

using UserName = Name<struct UserNameTag, maxUserName>;
using RoomName = Name<struct RoomNameTag, maxRoomName>;

} // namespace parlance

template <class Tag, int Max>
struct std::hash<parlance::Name<Tag, Max>> {
    size_t operator()(const parlance::Name<Tag, Max>& name) const noexcept { return qHash(name); }
};
