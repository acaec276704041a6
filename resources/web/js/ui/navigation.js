import { compareNames } from '../text/people.js';
import { parseRoute, roomHash } from '../text/routes.js';

/**
 * Which room is shown, and the address that says so. Going to a room that one is not in joins it; going to a message opens
 * its room there.
 */
export function navigation(app) {
  const { state, applier, session, settings, signal } = app;

  let wantedMessage = null; // seq of it, for when there is a connection

  async function go(name, seq = null) {
    if (name === state.current && seq === null && state.rooms.has(name)) return app.log.toLatest();
    settings.set('room', name);
    if (name !== state.current) applier.open(name);
    if (seq === null && location.hash !== roomHash(name)) history.pushState(null, '', roomHash(name));
    if (!state.rooms.has(name)) session.want(name);
    if (state.link.phase === 'connected') await arrive(seq);
    else wantedMessage = seq;
  }

  /** Makes the room that is shown complete: joined, with messages, at the message that was asked for. */
  async function arrive(seq) {
    const name = state.current;
    const room = state.rooms.get(name);
    try {
      if (!room || room.handled === null) await enter(name);
      else if (!room.messages) await session.loadLatest(name);
      if (seq !== null) await app.log.reveal(state.current, seq);
    } catch (error) {
      if (error.code === 'connection_lost') return;
      app.tell(error);
      if (!state.rooms.has(name) && state.current === name) leaveFor(null);
    }
  }

  /** The server may spell the name differently. */
  async function enter(name) {
    const room = await session.join(name);
    if (room === name || state.current !== name) return;
    history.replaceState(null, '', roomHash(room));
    settings.set('room', room);
    applier.open(room);
  }

  function leaveFor(next) {
    if (next) {
      go(next);
      return;
    }
    applier.open(null);
    history.replaceState(null, '', location.pathname);
  }

  /** Follows the address in the bar. The invitation's key is kept and taken out of it. */
  function follow() {
    const { room, seq, key } = parseRoute(location.hash);
    if (key) {
      settings.set('password', key);
      history.replaceState(null, '', room ? roomHash(room) : location.pathname);
    }
    if (room && state.view === 'chat') go(room, seq);
    return { room, seq, key };
  }

  signal.on('link', ({ phase } = state.link) => {
    if (phase !== 'connected' || !state.current) return;
    arrive(wantedMessage);
    wantedMessage = null;
  });
  signal.on('refused', ({ room }) => room === state.current && !state.rooms.has(room) && leaveFor([...state.rooms.keys()][0]));
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  signal.on('removed', (name) => {
    if (name === state.current) leaveFor([...state.rooms.keys()].sort(compareNames)[0]);
  });

  return { go, follow };
}
