#include "cluster/noticereader.h"

#include "base/logging.h"

namespace parlance {

NoticeReader::NoticeReader(NoticeBoard& board, DeadlineWheel& wheel, NodeId own, NoticeListener& listener)
    : m_board(board)
    , m_wheel(wheel)
    , m_own(std::move(own))
    , m_listener(listener)
{
    m_tooOld = m_wheel.after(tooOld, [this] { restart(); });
    read();
}

void NoticeReader::look()
{
    if (m_isReading || m_next.isPending())
        m_isAsked = true;
    else
        read();
}

void NoticeReader::read()
{
    m_isReading = true;
    m_isAsked = false;
    ++m_reads;
    m_board.noticesSince(m_position, [this](const Result<NoticeSlice>& slice) { answered(slice); });
}

void NoticeReader::answered(const Result<NoticeSlice>& slice)
{
    m_isReading = false;
    if (!slice) {
        m_next = m_wheel.after(retryAfter, [this] { read(); });
        return;
    }
    m_tooOld = m_wheel.after(tooOld, [this] { restart(); });
    m_position = slice->position;
    m_next = m_wheel.after(pause, [this] {
        if (m_isAsked)
            read();
    });
    for (const Notice& notice : slice->notices) {
        if (notice.node != m_own)
            m_listener.noticed(notice);
    }
}

void NoticeReader::restart()
{
    qCWarning(logApp) << "what other nodes have changed could not be read for" << tooOld / 1'000
                      << "s; everybody is asked to connect again";
    m_tooOld = m_wheel.after(tooOld, [this] { restart(); });
    m_position = {};
    m_listener.outdated();
}

} // namespace parlance
