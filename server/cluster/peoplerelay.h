#pragma once

#include "cluster/localpeople.h"
#include "cluster/nodestream.h"
#include "cluster/remotepeople.h"
#include "cluster/typingrelay.h"
#include "ports/peoplefollower.h"

namespace parlance {

/// Tells the other nodes who is present and types on this one, and brings theirs into its rooms.
///
/// Each node tells of its own people alone, in differences. Whoever has missed one, or is new, asks for the whole list,
/// which the node tells among the differences, for all who ask, and cut into pieces; nobody is shown as gone meanwhile.
/// People of a node of which nothing is heard go after a while, and so do those of a node that said goodbye: by then
/// their clients have reached other nodes. Single-threaded.
class PeopleRelay final : public StreamPart, public PeopleFollower {
  public:
    // Milliseconds.
    static constexpr qint64 lease = 5'000; ///< for which people of a node that is silent stay
    static constexpr qint64 farewell =
        10'000; ///< of one that said goodbye: it closes for up to 5 s, see Server::stop()
    static constexpr qint64 listEvery = 1'000;     ///< between two whole lists of one node, at least
    static constexpr qint64 askAgainAfter = 1'500; ///< where a list does not come; above listEvery
    /// Entries in one message, which make it about 1 MB at the most.
    static constexpr size_t pieceSize = 5'000;

    /// Whether a node that is silent lives, as the store has it; nothing if it does not say. The bus may be away for
    /// that node alone, or for this one.
    using Lives = std::function<std::optional<bool>(const NodeId&)>;

    /// All outlive it. To be added to the stream behind what brings events, so that a message ends its author's typing
    /// before whatever they typed afterwards is heard. The rooms' owner makes it follow the people who enter rooms.
    PeopleRelay(NodeStream& stream, Rooms& rooms, const Identities& identities, DeadlineWheel& wheel, Lives lives = {});
    ~PeopleRelay() override;

    void entered(const RoomId& room, const UserId& user) override;
    void left(const RoomId& room, const UserId& user) override;
    void renamed(const UserId& user, const UserName& name) override;
    void typing(const RoomId& room, const UserId& user, int believedFor) override;

    void collect(NodeMessage& message) override;
    void heard(const NodeMessage& message, Turn turn) override;
    void missed(const NodeId& node) override;
    void attached() override;
    void beat() override;

    /// Whole lists that this node has told, and has asked for.
    quint64 listsTold() const { return m_listsTold; }
    quint64 listsAsked() const { return m_listsAsked; }

  private:
    /// Another node, while its people are kept.
    struct Peer {
        qint64 heardAt = 0;             ///< steady ms
        std::optional<qint64> leavesAt; ///< steady ms; it said goodbye
        bool isWhole = false;           ///< nothing has been missed since its last whole list
        bool isListing = false;         ///< nothing has been missed of a list that it is telling
        qint64 askAt = 0;               ///< steady ms; not before
    };

    void take(const NodeId& node, Peer& peer, const PresenceNews& news);
    void askIfNeeded(const NodeId& node, Peer& peer);
    void collectPresence(NodeMessage& message);
    void collectLater();
    bool isGone(const NodeId& node, const Peer& peer) const;
    qint64 now() const { return m_wheel.clock().steady(); }

    NodeStream& m_stream;
    DeadlineWheel& m_wheel;
    const Lives m_lives;
    LocalPeople m_here;
    RemotePeople m_elsewhere;
    TypingRelay m_typing;
    std::map<NodeId, Peer> m_peers;
    std::vector<NodeId> m_asking;
    bool m_isListWanted = false;
    qint64 m_nextListAt = 0; // steady ms
    Deadline m_next;
    quint64 m_listsTold = 0;
    quint64 m_listsAsked = 0;
};

} // namespace parlance
