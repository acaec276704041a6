import { buildOf, findBuild, reloadOnce } from './net/build.js';
import { systemClock as clock } from './net/clock.js';
import { Parts } from './net/parts.js';
import { Applier } from './state/applier.js';
import { Entrance } from './state/entrance.js';
import { Settings } from './state/settings.js';
import { createState, Signal } from './state/state.js';
import { allowed, Storage } from './state/storage.js';
import { upgradeSettings } from './state/upgrade.js';
import { placeNamed } from './text/places.js';
import { parseLink } from './text/routes.js';
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
const storage = new Storage(allowed('localStorage'));
const settings = new Settings(storage, signal);
const state = createState();
const applier = new Applier(state, signal, clock);
const build = buildOf(import.meta.url);
const tab = new Storage(allowed('sessionStorage'));
const entrance = new Entrance();
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
/** @type {{place: string, seq: number | null, byAddress: boolean} | null} */
let entering = null; // where somebody asked to go on the first screen, as long as they wait for chat.js

/**
 * Comes in, as whoever the settings say, into a room, and there to a message. `byAddress`: a link leads there, and nobody typed
 * the room's name.
 * @param {string} place @param {number | null} seq @param {boolean} byAddress
 */
async function enter(place, seq, byAddress) {
  prefetch();
  starting ??= parts.need(() => import('./chat.js'), waits).then(({ start }) => start({ clock, signal, storage, settings, state, applier, parts, entrance, waits }));
  chat = await starting;
  entering = null;
  chat.enter(place, seq, byAddress);
}

/** Whoever has asked to come in need not ask again. */
function reload() {
  if (entering) tab.set('entering', entering);
  location.reload();
}

/**
 * Comes in from the first screen.
 * @param {string} place @param {number | null} seq @param {boolean} byAddress
 */
function enterBusily(place, seq, byAddress) {
  applier.view('join', { busy: true });
  entering = { place, seq, byAddress };
  enter(place, seq, byAddress);
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

/**
 * `room` is a name, or empty for the room to which the address leads by its id.
 * @param {{name: string, room: string, password: string}} wanted
 */
function join({ name, room, password }) {
  settings.set('name', name);
  settings.set('password', password);
  const link = readAddress(settings);
  const linked = (link.name ?? '') === room ? link.place : null;
  const place = linked ?? placeNamed(room);
  settings.set('place', { room: place, name: room || null });
  enterBusily(place, linked === null ? null : link.seq, linked !== null);
}

/** With an account: the screen for it is loaded when somebody wants it. @type {Promise<ReturnType<typeof import('./ui/entryscreen.js').entryScreen>> | null} */
let entry = null;

/** @param {import('./ui/entryscreen.js').Kind} kind @param {string} [token] */
async function showEntry(kind, token) {
  entry ??= parts.need(() => import('./ui/entryscreen.js'), waits).then(({ entryScreen }) => entryScreen({ state, signal, entrance, comeIn }));
  (await entry).open(kind, token);
}

/** A link or a password has been given: comes in by it, to where one was last. */
function comeIn() {
  tab.remove('link');
  enterBusily(settings.get('place').room, null, false);
}

/** The secret of a link is taken out of the address, and kept for as long as this tab shows its screen. */
function readLink() {
  const link = parseLink(location.hash);
  if (!link) return tab.get('link');
  tab.set('link', link);
  history.replaceState(null, '', location.pathname);
  return link;
}

/** @param {import('./state/types.d.ts').Choices['theme']} theme */
function showTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

upgradeSettings(storage);
placeIcons(document);
connectionBar({ state, signal, reconnectNow });
hearStorage({ state, signal, settings, applier });
const screen = joinScreen({ state, signal, settings, join });
signal.on('settings', (key) => key === 'theme' && showTheme(settings.get('theme')));
window.addEventListener('online', () => parts.retryNow());
window.addEventListener('hashchange', () => {
  if (parseLink(location.hash)) location.reload();
  else if (!chat) readAddress(settings);
});
signal.on('view', () => state.view === 'join' && state.join.needAccount && showEntry('sign_in'));
byId('to-sign-in').addEventListener('click', () => showEntry('sign_in'));
byId('join-form').addEventListener('input', prefetch, { once: true });

const link = readLink();
const { place, name, seq, key } = readAddress(settings);
const wanted = tab.get('entering'); // before the page was loaded anew
tab.remove('entering');
screen.prefill(place && (name ?? ''), key);
if (place) settings.set('place', { room: place, name: name ?? settings.nameOf(place) });
if (link && !(link.kind === 'invite' && settings.get('token'))) {
  showEntry(link.kind, link.token);
} else if (settings.get('token')) {
  applier.view('chat');
  enter(place ?? settings.get('place').room, seq, true);
} else if (wanted) {
  enterBusily(wanted.place ?? placeNamed(wanted.room), wanted.seq, wanted.byAddress ?? false); // the page of version 0.1 kept a name
}
