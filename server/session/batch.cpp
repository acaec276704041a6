#include "session/batch.h"

#include "protocol/textframe.h"

namespace parlance {

void Batch::add(Kind kind, QByteArrayView text, qint64 seq, const UserId& except)
{
    m_pieces.push_back({m_bytes.size(), seq, except, kind});
    appendTextFrame(m_bytes, text);
    if (kind == Kind::Logged) {
        m_firstSeq = m_firstSeq == 0 ? seq : m_firstSeq;
        m_lastSeq = seq;
    }
    m_hasExceptions = m_hasExceptions || !except.isEmpty();
    m_hasPresence = m_hasPresence || kind == Kind::Presence;
    m_hasPassing = m_hasPassing || kind == Kind::Passing;
}

void Batch::clear()
{
    m_pieces.clear();
    m_bytes = {};
    m_firstSeq = m_lastSeq = 0;
    m_hasExceptions = m_hasPresence = m_hasPassing = false;
}

qsizetype Batch::beginOf(size_t index) const
{
    return index == m_pieces.size() ? m_bytes.size() : m_pieces[index].begin;
}

QByteArrayView Batch::frame(size_t index) const
{
    return QByteArrayView(m_bytes).sliced(beginOf(index), beginOf(index + 1) - beginOf(index));
}

Batch::Selection Batch::select(size_t start, const Reader& reader) const
{
    Selection selection;
    const bool hasSome = m_firstSeq != 0 && reader.head >= m_firstSeq && start == 0;
    const bool mayHaveSome = start > 0 && reader.head > 0;
    if (!hasSome && !mayHaveSome && !m_hasExceptions && !(reader.isSlow && mayBeShortened())) {
        selection.frames = m_bytes;
        selection.from = beginOf(start);
        selection.count = m_pieces.size() - start;
        return selection;
    }
    for (size_t i = start; i < m_pieces.size(); ++i) {
        const Piece& piece = m_pieces[i];
        const bool isHad = piece.kind == Kind::Logged && piece.seq <= reader.head;
        const bool isNotForIt = !piece.except.isEmpty() && piece.except == reader.user;
        if (isHad || isNotForIt)
            continue;
        const bool isPresence = piece.kind == Kind::Presence;
        if (reader.isSlow && (isPresence || piece.kind == Kind::Passing)) {
            ++(isPresence ? selection.leftOutPresence : selection.leftOutPassing);
            if (isPresence)
                selection.lastPresence = frame(i).toByteArray();
            continue;
        }
        selection.frames.append(frame(i));
        ++selection.count;
    }
    return selection;
}

} // namespace parlance
