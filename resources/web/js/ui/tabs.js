import { openedDialog } from './dom.js';

const ends = {
  'signed out': 'You were signed out.',
  'replaced': 'You signed in under another name in another tab.',
  'refused': 'This server does not know you any more. Join again.',
};

/**
 * What this tab shares with the others of this browser: the identity, and what was read. When the identity ends in one tab, for
 * whatever reason, all tabs end at the first screen, and none of them comes back by itself.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'applier' | 'connection' | 'outbox' | 'session' | 'database' | 'channel' | 'identity' | 'requests'>} uses
 */
export function tabs({ state, signal, settings, applier, connection, outbox, session, database, channel, identity, requests }) {
  /**
   * Forgets everything that belonged to this tab's identity, and goes back to the first screen.
   * @param {string} problem
   */
  function end(problem) {
    connection.stop();
    session.want(null);
    identity.forget();
    outbox.forget();
    applier.forget();
    openedDialog()?.close();
    history.replaceState(null, '', location.pathname);
    signal.emit('forgotten');
    applier.view('join', { problem });
  }

  function check() {
    const how = identity.end;
    if (how === 'refused') refuse();
    else if (how) end(ends[how]);
    if (how === 'signed out') clear();
  }

  /** Another tab heard that the server does not know the token any more. Nobody wanted that, so what was written stays. */
  function refuse() {
    connection.stop();
    identity.forget();
    openedDialog()?.close();
    applier.view('join', { problem: ends.refused });
  }

  /** Deletes what the former person wrote and did not send. */
  const clear = () => Promise.all([database.clear('outbox'), database.clear('drafts')]);

  /** A device of an account ends on the server, too. */
  function signOut() {
    if (state.device) requests.tell('revoke_device', { device: state.device.id });
    settings.forgetPerson();
    channel.tell('identity');
    end('');
    return clear();
  }

  channel.on('identity', check);
  channel.on('read', ({ userId, room, log, n }) => userId === identity.userId && log === state.rooms.get(room)?.log && applier.readElsewhere(room, n));
  signal.on('attention', () => state.attention !== 'hidden' && check());
  signal.on('identity ended', check);

  return { signOut };
}
