import { noticeTopic } from './notices.js';
import { appendLive, changeMessage } from './window.js';

/**
 * What each durable event changes in its room, after its `seq` and `n` were found to be next in line. A type that is not
 * here only moves the position on.
 */
export const durable = {
    message(room, event, me) {
        const { type, room: name, ...message } = event;
        appendLive(room, { ...message, rev: event.seq });
        if (event.userId === me?.userId) {
            room.read = Math.max(room.read, event.n);
            room.line = null;
        } else if (means(message, me)) {
            room.mentions.push(event.n);
        }
    },

    edited(room, event) {
        remember(room, event);
        changeMessage(room, event.id, event.seq, (message) => edit(message, event));
    },

    deleted(room, event) {
        remember(room, event);
        changeMessage(room, event.id, event.seq, bury);
    },

    topic_changed(room, event) {
        room.topic = event.text;
        noticeTopic(room, event.username, event.text, event.timestamp);
    },
};

export const means = (message, me) => Boolean(message.mentions?.some((id) => id === me?.userId || id === 'all'));

/** A page may have been read before an edit that is known already: the edit wins. */
export function withKnownChanges(room, messages) {
    return messages.map((message) => {
        const event = room.changes.get(message.id);
        if (!event || event.seq <= message.rev) return message;
        return { ...(event.type === 'edited' ? edit(message, event) : bury(message)), rev: event.seq };
    });
}

const changesKept = 500;

function remember(room, event) {
    room.changes.delete(event.id);
    room.changes.set(event.id, event);
    if (room.changes.size > changesKept) room.changes.delete(room.changes.keys().next().value);
}

const edit = (message, event) => ({ ...message, text: event.text, mentions: event.mentions, editedAt: event.timestamp });

function bury(message) {
    const { text, mentions, style, editedAt, ...rest } = message;
    return { ...rest, deleted: true };
}
