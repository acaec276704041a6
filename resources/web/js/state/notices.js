/**
 * System lines: who came and went, new names, new topics. Comings and goings between two messages are one line, and who
 * only blinked is not in it, so that a bad connection does not fill the room.
 */
const noticesKept = 50;

function lastOf(room, kind) {
    const last = room.notices.at(-1);
    return last && last.kind === kind && last.after === room.n ? last : null;
}

function add(room, notice) {
    room.notices.push({ key: `${notice.kind}:${room.n}:${notice.at}:${room.notices.length}`, after: room.n, rev: 0, ...notice });
    if (room.notices.length > noticesKept) room.notices.shift();
}

export function noticePresence(room, joined, left, at) {
    if (!joined.length && !left.length) return;
    let notice = lastOf(room, 'presence');
    if (!notice) {
        add(room, { kind: 'presence', at, joined: new Map(), left: new Map() });
        notice = room.notices.at(-1);
    }
    for (const { id, username } of joined) {
        if (!notice.left.delete(id)) notice.joined.set(id, username);
    }
    for (const { id, username } of left) {
        if (!notice.joined.delete(id)) notice.left.set(id, username);
    }
    notice.rev += 1;
    if (!notice.joined.size && !notice.left.size) room.notices.pop();
}

export function noticeRename(room, userId, from, to, at) {
    const notice = lastOf(room, 'renamed');
    if (notice?.userId === userId) {
        notice.to = to;
        notice.rev += 1;
        if (notice.from === to) room.notices.pop();
    } else {
        add(room, { kind: 'renamed', at, userId, from, to });
    }
}

export function noticeTopic(room, username, text, at) {
    add(room, { kind: 'topic', at, username, text });
}
