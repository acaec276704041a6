import { systemClock, openSocket, socketUrl } from './net/socket.js';
import { Connection } from './net/connection.js';
import { sentence } from './net/errors.js';
import { Requests } from './net/requests.js';
import { Session } from './net/session.js';
import { Applier } from './state/applier.js';
import { Drafts, Settings } from './state/settings.js';
import { Outbox } from './state/outbox.js';
import { ReadMarks, TypingReporter, Typists } from './state/typing.js';
import { Signal, createState } from './state/state.js';
import { Storage } from './state/storage.js';
import { inviteHash, parseRoute } from './text/routes.js';
import { startInterface } from './ui/interface.js';
import { copy, toast } from './ui/toast.js';

// Everything is made here and handed in; no module reaches for another's insides.

const clock = systemClock;
const signal = new Signal();
const storage = new Storage(window.localStorage);
const settings = new Settings(storage, signal);
const state = createState();
const applier = new Applier(state, signal, clock);

const requests = new Requests((frame) => connection.send(frame));
const outbox = new Outbox({ storage, clock, send: (entry) => session.send(entry), changed: (room) => signal.emit('outbox', room) });
const typists = new Typists(clock, (room) => signal.emit('typing', room));
const typing = new TypingReporter(clock, (fields) => state.rooms.get(fields.room)?.live && requests.tell('typing', fields));
const marks = new ReadMarks(clock, (fields) => state.rooms.get(fields.room)?.live && requests.tell('read', fields));

const connection = new Connection({
    clock,
    open: (handlers) => openSocket(socketUrl(location), handlers),
    ceiling: settings.get('backoffCeiling'),
    isOnline: () => navigator.onLine,
    on: {
        opened: () => session.opened(),
        frame: (frame) => session.frame(frame),
        lost: () => {
            session.lost();
            typists.clear();
        },
        phase: (link) => session.phase(link),
    },
});
const session = new Session({ connection, requests, applier, outbox, settings, state, signal, clock });

signal.on('typed', (typist) => typists.set(typist));
signal.on('arrived', ({ room, message }) => typists.set({ room: room.name, userId: message.userId, isTyping: false }));
signal.on('refused', ({ text }) => toast(text));

const app = {
    state, signal, settings, applier, session, outbox, requests, typists, typing,
    drafts: new Drafts(storage),
    tell: (error) => toast(sentence(error)),
    isWatched: () => document.visibilityState === 'visible' && document.hasFocus(),
    reconnectNow: () => connection.reconnectNow(),
    copyRoomLink: (room) => copy(new URL(inviteHash(room, settings.get('password')), location.href.split('#')[0]).href, 'Link copied'),

    markRead(room, n) {
        applier.read(room, n);
        marks.mark(room, n);
    },

    join({ name, room, password }) {
        settings.set('name', name);
        settings.set('password', password);
        settings.set('room', room);
        const link = parseRoute(location.hash);
        applier.view('join', { busy: true });
        app.go(room, link.room === room ? link.seq : null);
        connection.reconnectNow();
    },

    signOut() {
        connection.stop();
        settings.forgetPerson();
        location.replace(location.pathname);
        location.reload();
    },
};

startInterface(app);

window.addEventListener('online', () => state.link.phase !== 'idle' && state.link.phase !== 'closed' && connection.reconnectNow());
window.addEventListener('offline', () => connection.probe());
window.addEventListener('pageshow', (event) => event.persisted && connection.wake());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && connection.wake());

if (settings.get('token')) {
    const { room, seq } = parseRoute(location.hash);
    applier.view('chat');
    app.go(room ?? settings.get('room'), seq);
    connection.reconnectNow();
}
