import { Requests } from '../../../resources/web/js/net/requests.js';
import { Applier } from '../../../resources/web/js/state/applier.js';
import { Outbox } from '../../../resources/web/js/state/outbox.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal, createState } from '../../../resources/web/js/state/state.js';
import { RoomHistory } from '../../../resources/web/js/sync/roomhistory.js';
import { Session } from '../../../resources/web/js/sync/session.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { Browser, ManualClock, called, goldenFrame, joined, memoryDatabase, memoryStorage, settled } from './support.mjs';

/** A session on a connection of paper: `sent` is what it said, `say` is what it hears. */
export function start(chosen = {}) {
  const clock = new ManualClock();
  const signal = new Signal();
  const settings = new Settings(memoryStorage(), signal);
  for (const [key, value] of Object.entries(chosen)) settings.set(key, value);
  const state = createState();
  const applier = new Applier(state, signal, clock);
  const sent = [];
  const did = [];
  const connection = {
    send: (frame) => sent.push(frame),
    greeted: (heartbeat) => did.push(`greeted ${heartbeat}`),
    resumed: () => did.push('resumed'),
    retryAfter: (delay) => did.push(`retry after ${delay}`),
    stop: () => did.push('stopped'),
  };
  const requests = new Requests((frame) => connection.send(frame));
  const outbox = new Outbox({ database: memoryDatabase(), pages: new Browser().page(), clock, send: (entry) => session.send(entry), changed: () => {} });
  const session = new Session({ connection, requests, applier, outbox, settings, state, signal, clock });
  const history = new RoomHistory({ requests, applier, state });
  const welcome = (rooms, more = {}) => say({ ...goldenFrame('full/event/welcome.json'), userId: 'ann', rooms, ref: refOf('hello'), ...more });
  const refOf = (type, room) => sent.filter((frame) => frame.type === type && (!room || frame.room === room || frame.name === called(room))).at(-1).ref;
  const say = async (frame) => {
    session.frame(frame);
    await settled();
  };
  const answer = (room, more) => say(joined({ room, ref: refOf('join', room), ...more }));
  return { clock, settings, signal, state, applier, requests, sent, did, outbox, session, history, say, welcome, answer, take: () => sent.splice(0).map(({ ref, ...frame }) => frame) };
}

export const membership = (room, more = {}) => ({ room, log: `log-${room}`, name: called(room), topic: '', head: 0, n: 0, read: 0, ...more });

/** A room that one was in before the page was loaded. */
export const kept = (room) => ({ room, log: `log-${room}`, name: called(room) });

export const named = (room) => placeNamed(called(room));
