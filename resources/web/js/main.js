import { Connection } from './net/connection.js';
import { sentence } from './net/errors.js';
import { Requests } from './net/requests.js';
import { Session } from './net/session.js';
import { openSocket, socketUrl, systemClock } from './net/socket.js';
import { Applier } from './state/applier.js';
import { Database } from './state/database.js';
import { Outbox } from './state/outbox.js';
import { Pages } from './state/pages.js';
import { Drafts, Settings } from './state/settings.js';
import { createState, Signal } from './state/state.js';
import { Storage } from './state/storage.js';
import { ReadMarks, TypingReporter, Typists } from './state/typing.js';
import { inviteHash, parseRoute } from './text/routes.js';
import { announcer, notifications } from './ui/attention.js';
import { composer } from './ui/composer.js';
import { byId, placeIcons } from './ui/dom.js';
import { createDrawers } from './ui/drawers.js';
import { joinScreen } from './ui/joinscreen.js';
import { keys } from './ui/keys.js';
import { logView } from './ui/log.js';
import { membersPanel } from './ui/memberspanel.js';
import { messageActions } from './ui/messageactions.js';
import { navigation } from './ui/navigation.js';
import { roomHeader, roomList } from './ui/rooms.js';
import { connectionBar, me, title, typingLine } from './ui/status.js';
import { copy, toast } from './ui/toast.js';

// Everything is made here and handed in; no module reaches for another's insides.

const clock = systemClock;
const signal = new Signal();
const settings = new Settings(new Storage(allowed('localStorage')), signal);
const database = new Database({ factory: allowed('indexedDB'), clock, forgetful: () => toast('This browser keeps nothing for this page: what is not sent is gone when you close it.') });
const pages = new Pages({ locks: navigator.locks, channel: new BroadcastChannel('parlance') });
const state = createState();
const applier = new Applier(state, signal, clock);

const requests = new Requests((frame) => connection.send(frame));
const outbox = new Outbox({ database, pages, clock, send: (entry) => session.send(entry), changed: (room) => signal.emit('outbox', room) });
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
  drafts: new Drafts(database),
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

  async signOut() {
    connection.stop();
    settings.forgetPerson();
    await Promise.all([database.clear('outbox'), database.clear('drafts')]);
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

function loadSwitcher() {
  return import('./ui/switcher.js');
}

function loadQuestion() {
  return import('./ui/question.js');
}

/** What is not needed at first comes when it is asked for. */
function later(app, load) {
  return async (...details) => {
    try {
      (await load()).open(app, ...details);
    } catch {
      toast('That needs a connection to the server.');
    }
  };
}

/** Where cookies are blocked, even to look at localStorage is forbidden. */
function allowed(name) {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/** Puts the components together. What one needs of another is a function in `app`. */
function startInterface(app) {
  placeIcons(document);
  const screen = joinScreen(app);
  const { go, follow } = navigation(app);
  app.go = go;
  app.openKeyboardMap = later(app, () => import('./ui/keyboardmap.js'));
  app.openDirectory = later(app, () => import('./ui/directory.js'));
  app.openSwitcher = later(app, loadSwitcher);
  app.openPreferences = later(app, () => import('./ui/preferences.js'));
  app.openTopic = later(app, () => import('./ui/topicdialog.js'));
  app.question = later(app, loadQuestion);
  app.drawers = createDrawers(app);
  app.log = logView(app);

  roomList(app);
  roomHeader(app);
  connectionBar(app);
  app.composer = composer(app);
  typingLine(app);
  membersPanel(app);
  messageActions(app);
  me(app);
  title(app);
  announcer(app);
  notifications(app);
  keys(app);

  byId('open-switcher').addEventListener('click', () => app.openSwitcher());
  byId('open-directory').addEventListener('click', app.openDirectory);
  byId('open-keys').addEventListener('click', () => app.openKeyboardMap());
  byId('me').addEventListener('click', app.openPreferences);
  byId('skip').addEventListener('click', () => byId('message').focus());
  app.signal.on('me', () => {
    for (const load of [loadSwitcher, loadQuestion]) load().catch(() => {}); // ready before the keys that are typed after Ctrl+K, and without a line
  });
  app.signal.on('settings', (key) => key === 'theme' && showTheme(app.settings.get('theme')));

  app.drawers.start();
  const { room, key } = follow();
  screen.prefill(room, key);
  if (room) app.settings.set('room', room);
}

function showTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
