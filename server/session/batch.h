#pragma once

#include "base/ids.h"

#include <QByteArray>

#include <vector>

namespace parlance {

/// What the connections of one dialect in a room are told in one pass of the event loop, in order: encoded once, as
/// whole WebSocket frames, so that each member gets a range of the same bytes in one write. A member is given
/// everything but what it has, what is not for its user, and, while it reads too slowly, what may be left out.
class Batch {
  public:
    enum class Kind : quint8 {
        Logged,   ///< has a seq; nobody may miss it
        Kept,     ///< nobody may miss it either
        Presence, ///< may be left out, and is made up for
        Passing,  ///< may be left out, and is forgotten
    };

    /// Whom a range is for.
    struct Reader {
        const UserId& user;
        qint64 head = 0;     ///< what it has of the log
        bool isSlow = false; ///< what may be left out is
    };

    /// `seq` is 0 unless logged; `except` is empty unless a user is not to be told.
    void add(Kind kind, QByteArrayView text, qint64 seq, const UserId& except);

    bool isEmpty() const { return m_pieces.empty(); }
    size_t size() const { return m_pieces.size(); }
    qsizetype bytes() const { return m_bytes.size(); }
    void clear();

    /// It is about to be written out, and may wait for those who are slow: gives back what it has reserved.
    void squeeze() { m_bytes.squeeze(); }

    /// The seq of the last that was logged; 0 if nothing was.
    qint64 lastSeq() const { return m_lastSeq; }

    bool hasPresence() const { return m_hasPresence; }

    /// Whether something in it may be left out for those who are slow.
    bool mayBeShortened() const { return m_hasPresence || m_hasPassing; }

    struct Selection {
        QByteArray frames;       ///< the batch's own, or bytes for this reader
        qsizetype from = 0;      ///< where in them the reader's begin
        QByteArray lastPresence; ///< the last that was left out and not followed by another
        size_t count = 0;        ///< of those that are given
        size_t leftOutPresence = 0;
        size_t leftOutPassing = 0;
    };

    /// From the piece number `start` on.
    Selection select(size_t start, const Reader& reader) const;

    /// Calls visit(seq, frame) for each that was logged, from the piece number `start` on.
    template <class Visit>
    void forEachLogged(size_t start, Visit&& visit) const
    {
        for (size_t i = start; i < m_pieces.size(); ++i) {
            if (m_pieces[i].kind == Kind::Logged)
                visit(m_pieces[i].seq, frame(i));
        }
    }

  private:
    struct Piece {
        qsizetype begin = 0; // of its frame
        qint64 seq = 0;
        UserId except;
        Kind kind = Kind::Logged;
    };

    QByteArrayView frame(size_t index) const;
    qsizetype beginOf(size_t index) const;

    std::vector<Piece> m_pieces;
    QByteArray m_bytes;
    qint64 m_firstSeq = 0;
    qint64 m_lastSeq = 0;
    bool m_hasExceptions = false;
    bool m_hasPresence = false;
    bool m_hasPassing = false;
};

} // namespace parlance
