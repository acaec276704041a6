#include "cluster/noticereader.h"

#include "base/logging.h"

#include <utility>

namespace parlance {

NoticeReader::NoticeReader(NodeStream& stream, NoticeBoard& board, DeadlineWheel& wheel, NoticeListener& listener)
    : m_stream(stream)
    , m_board(board)
    , m_wheel(wheel)
    , m_listener(listener)
{
    m_stream.add(*this);
    m_board.onPosted([this] {
        m_hasPosted = true;
        m_stream.wake();
    });
    m_board.onRenewed([this] { restart(QStringLiteral("the database is another than it was")); });
    expire();
    read();
}

void NoticeReader::expire()
{
    m_tooOld = m_wheel.after(tooOld, [this] {
        restart(QStringLiteral("what other nodes have changed could not be read for %1 s").arg(tooOld / 1'000));
    });
}

NoticeReader::~NoticeReader()
{
    m_stream.remove(*this);
}

void NoticeReader::collect(NodeMessage& message)
{
    message.noticed = std::exchange(m_hasPosted, false);
}

void NoticeReader::heard(const NodeMessage& message, Turn)
{
    if (message.noticed)
        look();
}

/// There may be something. After a read comes a pause, as more may be on its way.
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
    expire();
    m_position = slice->position;
    m_next = m_wheel.after(pause, [this] {
        if (m_isAsked)
            read();
    });
    for (const Notice& notice : slice->notices) {
        if (notice.node != m_stream.node() || isAboutMore(notice))
            tell(notice);
    }
}

/// This node knows its own changes, but it may have been told that a name was not stored which was.
bool NoticeReader::isAboutMore(const Notice& own)
{
    return own.kind == Notice::Kind::Renamed;
}

void NoticeReader::tell(const Notice& notice)
{
    m_listener.noticed(notice, [this, notice] { settleLater(notice); });
}

void NoticeReader::settleLater(const Notice& notice)
{
    if (m_unsettled.size() >= maxUnsettled)
        return restart(QStringLiteral("the database could not be asked about too many changes of other nodes"));
    m_unsettled.push_back(notice);
    if (m_settle.isPending())
        return;
    m_settle = m_wheel.after(retryAfter, [this] {
        for (const Notice& one : std::exchange(m_unsettled, {}))
            tell(one);
    });
}

void NoticeReader::restart(const QString& why)
{
    qCWarning(logApp).noquote() << why << "- everybody is asked to connect again";
    expire();
    m_unsettled.clear();
    m_position = {};
    m_listener.outdated();
}

} // namespace parlance
