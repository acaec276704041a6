import { Connection } from './net/connection.js';
import { sentence } from './net/errors.js';
import { Requests } from './net/requests.js';
import { openSocket, socketUrl } from './net/socket.js';
import { Channel, openWire } from './state/channel.js';
import { Database } from './state/database.js';
import { Identity } from './state/identity.js';
import { Outbox } from './state/outbox.js';
import { Pages } from './state/pages.js';
import { allowed } from './state/storage.js';
import { placesOf } from './state/upgrade.js';
import { gaze } from './ui/gaze.js';
import { navigation } from './ui/navigation.js';
import { tabs } from './ui/tabs.js';
import { toast } from './ui/toast.js';

/**
 * Puts together what speaks with the server and keeps what people write, and the rooms that are shown. Loaded when somebody
 * comes in, and started once.
 * @param {import('./ui/types.d.ts').Use<'clock' | 'signal' | 'storage' | 'settings' | 'state' | 'applier' | 'parts' | 'entrance'> & {waits: (until: number) => void}} uses
 */
export async function start({ clock, signal, storage, settings, state, applier, parts, entrance, waits }) {
  const [{ Session }, { RoomHistory }] = await Promise.all([
    parts.need(() => import('./sync/session.js'), waits),
    parts.need(() => import('./sync/roomhistory.js'), waits),
  ]);
  const area = allowed('localStorage');
  const database = new Database({
    factory: allowed('indexedDB'),
    clock,
    forgetful: () => toast('This browser keeps nothing for this page: what is not sent is gone when you close it.'),
    placeOf: placesOf(storage.get('logs', {})),
    upgraded: () => storage.remove('logs'),
  });
  const channel = new Channel(openWire(window, area));
  const locks = area ? navigator.locks : undefined; // where that is forbidden, every lock is refused
  const pages = new Pages({ locks, channel, clock });
  const identity = new Identity(settings);

  const requests = new Requests((frame) => connection.send(frame));
  const outbox = new Outbox({ database, pages, clock, send: (entry) => session.send(entry), changed: (room) => signal.emit('outbox', room) });
  const connection = new Connection({
    clock,
    open: (handlers) => openSocket(socketUrl(location), handlers),
    ceiling: settings.get('backoffCeiling'),
    isOnline: () => navigator.onLine,
    on: {
      opened: () => session.opened(),
      frame: (frame) => session.frame(frame),
      lost: () => session.lost(),
      phase: (link) => session.phase(link),
    },
  });
  const session = new Session({ connection, requests, applier, outbox, settings, state, signal, clock, identity, entrance });

  const roomHistory = new RoomHistory({ requests, applier, state });

  const { go, open } = navigation({
    state,
    signal,
    settings,
    applier,
    session,
    roomHistory,
    toUnread: () => shown?.toUnread(),
    reveal: async (room, seq) => {
      const { log } = await conversation();
      if (state.current === room) await log.reveal(seq);
    },
    tell: (error) => toast(sentence(error)),
  });
  const { signOut } = tabs({ state, signal, settings, applier, connection, outbox, session, database, channel, identity, requests });
  gaze({ applier });

  /** @type {ReturnType<typeof import('./ui/conversation.js').start> | null} */
  let loading = null; // the conversation
  /** @type {import('./ui/types.d.ts').LogView | null} */
  let shown = null; // its log, once that is there

  function conversation() {
    loading ??= parts.need(() => import('./ui/conversation.js'))
      .then(({ start }) => start({ clock, signal, settings, state, applier, parts, database, channel, locks, pages, identity, requests, outbox, session, roomHistory, go, signOut }))
      .then((conversation) => {
        shown = conversation.log;
        applier.ready();
        return conversation;
      });
    return loading;
  }

  const showChat = () => state.view === 'chat' && conversation();
  signal.on('view', showChat);
  signal.on('outdated', () => parts.renew());
  signal.on('refused', ({ text }) => toast(text));
  window.addEventListener('online', () => state.link.phase !== 'idle' && state.link.phase !== 'closed' && connection.reconnectNow());
  window.addEventListener('offline', () => connection.probe());
  window.addEventListener('pageshow', (event) => event.persisted && connection.wake());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && connection.wake());
  showChat();

  return {
    /**
     * Comes in, in a room, at a message. By an address alone nobody makes a room, or gets into one again that they left.
     * @param {string} place @param {number | null} seq @param {boolean} byAddress
     */
    enter(place, seq, byAddress) {
      if (byAddress) open(place, seq);
      else go(place, seq);
      connection.reconnectNow();
    },
    reconnectNow: () => connection.reconnectNow(),
    /** Whether what people wrote outlives the page. */
    keepsAll: () => !database.isForgetful,
  };
}
