import { Connection } from './net/connection.js';
import { sentence } from './net/errors.js';
import { Requests } from './net/requests.js';
import { Session } from './sync/session.js';
import { openSocket, socketUrl, systemClock } from './net/socket.js';
import { Alerts } from './state/alerts.js';
import { Applier } from './state/applier.js';
import { watchDays } from './state/calendar.js';
import { Channel, openWire } from './state/channel.js';
import { Database } from './state/database.js';
import { Drafts } from './state/drafts.js';
import { Identity } from './state/identity.js';
import { Outbox } from './state/outbox.js';
import { Pages } from './state/pages.js';
import { Settings } from './state/settings.js';
import { createState, Signal } from './state/state.js';
import { Storage } from './state/storage.js';
import { ReadMarks, TypingReporter, Typists } from './state/typing.js';
import { inviteHash, parseRoute } from './text/routes.js';
import { announcer, notification } from './ui/attention.js';
import { byId, placeIcons } from './ui/dom.js';
import { gaze } from './ui/gaze.js';
import { joinScreen } from './ui/joinscreen.js';
import { navigation } from './ui/navigation.js';
import { tabs } from './ui/tabs.js';
import { copy, toast } from './ui/toast.js';

// Everything is made here and handed in; no module reaches for another's insides.

const clock = systemClock;
const signal = new Signal();
const settings = new Settings(new Storage(allowed('localStorage')), signal);
const database = new Database({ factory: allowed('indexedDB'), clock, forgetful: () => toast('This browser keeps nothing for this page: what is not sent is gone when you close it.') });
const channel = new Channel(openWire(window, allowed('localStorage')));
const locks = allowed('localStorage') ? navigator.locks : undefined; // where that is forbidden, every lock is refused
const pages = new Pages({ locks, channel, clock });
const identity = new Identity(settings);
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
const session = new Session({ connection, requests, applier, outbox, settings, state, signal, clock, identity });

signal.on('typed', (typist) => typists.set(typist));
signal.on('arrived', ({ room, message }) => typists.set({ room: room.name, userId: message.userId, isTyping: false }));
signal.on('refused', ({ text }) => toast(text));

const app = {
  state, signal, settings, applier, session, outbox, requests, typists, typing,
  drafts: new Drafts({ database, pages, clock, owner: () => identity.userId ?? settings.get('userId'), left: (room) => signal.emit('draft', room) }),
  clock, database, connection, channel, identity,
  tell: (error) => toast(sentence(error)),
  reconnectNow: () => connection.reconnectNow(),
  copyRoomLink: (room) => copy(new URL(inviteHash(room, settings.get('password')), location.href.split('#')[0]).href, 'Link copied'),

  /** A room is read up to `n`, which the server and the other tabs have to know; 0 where that is nothing new. */
  tellRead(room, n) {
    if (!n) return;
    marks.mark(room, n);
    channel.tell('read', { userId: identity.userId, room, log: state.rooms.get(room)?.log, n });
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
};

startInterface(app);
app.alerts = new Alerts({ app, locks, channel, clock, page: pages.id, show: notification(app) });
app.signOut = tabs(app).signOut;
watchDays(clock, () => signal.emit('day'));

window.addEventListener('online', () => state.link.phase !== 'idle' && state.link.phase !== 'closed' && connection.reconnectNow());
window.addEventListener('offline', () => connection.probe());
window.addEventListener('pagehide', () => marks.flush());
window.addEventListener('pageshow', (event) => event.persisted && connection.wake());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && connection.wake());

if (settings.get('token')) {
  const { room, seq } = parseRoute(location.hash);
  applier.view('chat');
  app.open(room ?? settings.get('room'), seq);
  connection.reconnectNow();
}

function loadSwitcher() {
  return import('./ui/switcher.js');
}

function loadQuestion() {
  return import('./ui/question.js');
}

/** Returns a function that loads a module when it is first needed, and opens it. */
function later(app, load) {
  return async (...details) => {
    const module = await load().catch(() => toast('That needs a connection to the server.'));
    module?.open(app, ...details);
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
  const { go, open, follow } = navigation(app);
  Object.assign(app, { go, open });
  app.openKeyboardMap = later(app, () => import('./ui/keyboardmap.js'));
  app.openDirectory = later(app, () => import('./ui/directory.js'));
  app.openSwitcher = later(app, loadSwitcher);
  app.openPreferences = later(app, () => import('./ui/preferences.js'));
  app.openTopic = later(app, () => import('./ui/topicdialog.js'));
  app.question = later(app, loadQuestion);
  gaze(app);
  announcer(app);

  byId('open-switcher').addEventListener('click', () => app.openSwitcher());
  byId('open-directory').addEventListener('click', app.openDirectory);
  byId('open-keys').addEventListener('click', () => app.openKeyboardMap());
  byId('me').addEventListener('click', app.openPreferences);
  byId('skip').addEventListener('click', () => byId('message').focus());
  app.signal.on('me', () => {
    for (const load of [loadSwitcher, loadQuestion]) load().catch(() => {}); // ready before the keys that are typed after Ctrl+K, and without a line
  });
  startConversation(app);
  app.signal.on('settings', (key) => key === 'theme' && showTheme(app.settings.get('theme')));

  const { room, key } = follow();
  screen.prefill(room, key);
  if (room) app.settings.set('room', room);
}

function loadConversation() {
  return import('./ui/conversation.js');
}

/** Loads the conversation while somebody fills in the first screen, and starts it with the welcome. */
function startConversation(app) {
  let started = null;
  app.conversation = () => {
    started ??= loadConversation().then(({ start }) => start(app));
    started.catch(() => (started = null)); // the next connection tries again
    return started;
  };
  app.signal.on('view link', () => {
    const { view, join } = app.state;
    if (view === 'chat') app.conversation().catch(() => {});
    else if (join.busy) loadConversation().catch(() => {});
  });
  byId('join-form').addEventListener('input', () => loadConversation().catch(() => {}), { once: true });
}

function showTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
