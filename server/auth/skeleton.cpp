#include "auth/skeleton.h"

#include "text/folding.h"
#include "text/handles.h"

#include <unicode/uspoof.h>

#include <memory>

namespace parlance {

namespace {

/// ICU writes capitals for some signs (O for 0), and folding them may make letters that look like others (m is rn). So
/// many rounds are enough for every letter, which tests/server/secrets_test.cpp tries.
constexpr int mostRounds = 4;

class SpoofChecker {
  public:
    SpoofChecker()
        : m_checker(uspoof_open(&m_status))
    {}

    bool failed() const { return U_FAILURE(m_status); }

    /// The text as it is after a failure.
    QString skeleton(const QString& text)
    {
        const auto* units = reinterpret_cast<const UChar*>(text.utf16());
        QString result(4 * text.size() + 32, Qt::Uninitialized); // what nearly all texts fit in
        const auto write = [&] {
            return uspoof_getSkeleton(m_checker.get(), 0, units, int32_t(text.size()),
                                      reinterpret_cast<UChar*>(result.data()), int32_t(result.size()), &m_status);
        };
        int32_t length = write();
        if (m_status == U_BUFFER_OVERFLOW_ERROR) {
            m_status = U_ZERO_ERROR;
            result.resize(length);
            length = write();
        }
        if (failed())
            return text;
        result.resize(length);
        return result;
    }

    /// Until nothing changes: skeletons of skeletons are themselves then, in any letter case.
    QString settled(QString text)
    {
        for (int round = 0; round < mostRounds; ++round) {
            const QString next = folded(skeleton(text));
            if (next == text)
                break;
            text = next;
        }
        return text;
    }

  private:
    struct Close {
        void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
    };

    UErrorCode m_status = U_ZERO_ERROR;
    const std::unique_ptr<USpoofChecker, Close> m_checker;
};

} // namespace

Result<Skeletons> skeletonsOf(const QString& name)
{
    SpoofChecker checker;
    Skeletons skeletons{checker.settled(folded(name)), checker.settled(name)};
    if (checker.failed())
        return Error{ErrorCode::Internal, QStringLiteral("ICU cannot compare the looks of names"), {}};
    return skeletons;
}

bool areAlike(const Skeletons& one, const Skeletons& other)
{
    return one.folded == other.folded || one.asWritten == other.asWritten;
}

Result<bool> looksReserved(const QString& handle)
{
    const auto looks = skeletonsOf(handle);
    if (!looks)
        return looks.error();
    for (const QStringView word : reservedHandles) {
        const auto reserved = skeletonsOf(word.toString());
        if (!reserved)
            return reserved.error();
        if (areAlike(*looks, *reserved))
            return true;
    }
    return false;
}

} // namespace parlance
