import { buildOf, findBuild, reloadOnce } from './net/build.js';
import { systemClock as clock } from './net/clock.js';
import { Parts } from './net/parts.js';
import { Applier } from './state/applier.js';
import { Settings } from './state/settings.js';
import { createState, Signal } from './state/state.js';
import { allowed, Storage } from './state/storage.js';
import { readAddress } from './ui/address.js';
import { connectionBar } from './ui/connectionbar.js';
import { byId, placeIcons } from './ui/dom.js';
import { joinScreen } from './ui/joinscreen.js';
import { hearStorage } from './ui/storageevents.js';
import { toast } from './ui/toast.js';

// What the first paint needs: the first screen, the connection bar, and the state that they show. Everything else is loaded as
// soon as somebody comes in. Modules reach for nothing: what they use is made here, in chat.js or in ui/conversation.js, and
// handed in.

const signal = new Signal();
const settings = new Settings(new Storage(allowed('localStorage')), signal);
const state = createState();
const applier = new Applier(state, signal, clock);
const build = buildOf(import.meta.url);
const tab = new Storage(allowed('sessionStorage'));
const parts = new Parts({
  clock,
  find: () => findBuild(import.meta.url, fetch),
  reload: () => (!chat || chat.keepsAll()) && reloadOnce(build, allowed('sessionStorage'), reload),
  isConnected: () => state.link.phase === 'connected',
  tell: toast,
  ceiling: settings.get('backoffCeiling'),
});

/** @type {ReturnType<typeof import('./chat.js').start> | null} */
let starting = null; // what will give it
/** @type {Awaited<ReturnType<typeof import('./chat.js').start>> | null} */
let chat = null; // what chat.js gives, once that is loaded
/** @type {{room: string, seq: number | null} | null} */
let entering = null; // {room, seq}: where somebody asked to go on the first screen, as long as they wait for chat.js

/**
 * Comes in, as whoever the settings say, into a room, and there to a message.
 * @param {string} room @param {number | null} seq
 */
async function enter(room, seq) {
  prefetch();
  starting ??= parts.need(() => import('./chat.js'), waits).then(({ start }) => start({ clock, signal, settings, state, applier, parts, waits }));
  chat = await starting;
  entering = null;
  chat.enter(room, seq);
}

/** Whoever has asked to come in need not ask again. */
function reload() {
  if (entering) tab.set('entering', entering);
  location.reload();
}

/**
 * Comes in from the first screen.
 * @param {string} room @param {number | null} seq
 */
function enterBusily(room, seq) {
  applier.view('join', { busy: true });
  entering = { room, seq };
  enter(room, seq);
}

/** @param {number} until */
function waits(until) {
  applier.link({ phase: navigator.onLine ? 'waiting' : 'offline', until });
}

/** Asks for all that the chat needs at once, instead of one after the other. Whoever needs them asks again. */
function prefetch() {
  const ahead = [
    () => import('./chat.js'),
    () => import('./sync/session.js'),
    () => import('./sync/roomhistory.js'),
    () => import('./ui/conversation.js'),
    () => import('./ui/log.js'),
    () => import('./ui/topic.js'),
    () => import('./ui/memberspanel.js'),
    () => import('./ui/messageactions.js'),
    () => import('./ui/copying.js'),
    () => import('./ui/completionpopup.js'),
    () => import('./ui/attention.js'),
    () => import('./state/alerts.js'),
  ];
  for (const load of ahead) load().catch(() => {});
}

function reconnectNow() {
  if (chat) chat.reconnectNow();
  else parts.retryNow();
}

/** @param {{name: string, room: string, password: string}} wanted */
function join({ name, room, password }) {
  settings.set('name', name);
  settings.set('password', password);
  settings.set('room', room);
  const link = readAddress(settings);
  enterBusily(room, link.room === room ? link.seq : null);
}

/** @param {import('./state/types.d.ts').Choices['theme']} theme */
function showTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

placeIcons(document);
connectionBar({ state, signal, reconnectNow });
hearStorage({ state, signal, settings, applier });
const screen = joinScreen({ state, signal, settings, join });
signal.on('settings', (key) => key === 'theme' && showTheme(settings.get('theme')));
window.addEventListener('online', () => parts.retryNow());
window.addEventListener('hashchange', () => chat || readAddress(settings));
byId('join-form').addEventListener('input', prefetch, { once: true });

const { room, seq, key } = readAddress(settings);
const wanted = tab.get('entering'); // before the page was loaded anew
tab.remove('entering');
screen.prefill(room, key);
if (room) settings.set('room', room);
if (settings.get('token')) {
  applier.view('chat');
  enter(room ?? settings.get('room'), seq);
} else if (wanted) {
  enterBusily(wanted.room, wanted.seq);
}
