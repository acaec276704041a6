const ends = {
  'signed out': 'You were signed out.',
  'replaced': 'You signed in under another name in another tab.',
  'refused': 'This server does not know you any more. Join again.',
};

/**
 * What this tab shares with the others of this browser: the identity, what was read, and the settings. When the identity
 * ends in one tab, for whatever reason, all tabs end at the first screen, and none of them comes back by itself.
 */
export function tabs({ state, signal, settings, applier, connection, outbox, drafts, typists, session, database, channel, identity, alerts }) {
  /** Forgets everything that belonged to this tab's identity, and goes back to the first screen. */
  function end(problem) {
    connection.stop();
    session.want(null);
    alerts.closeAll();
    identity.forget();
    outbox.forget();
    drafts.forget();
    applier.forget();
    typists.clear();
    document.querySelector('dialog[open]')?.close();
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
    document.querySelector('dialog[open]')?.close();
    applier.view('join', { problem: ends.refused });
  }

  /** Deletes what the former person wrote and did not send. */
  const clear = () => Promise.all([database.clear('outbox'), database.clear('drafts')]);

  /** Updates the first screen when somebody came in in another tab, who may go on in this one, or signed out there. */
  function meet() {
    if (state.view !== 'join' || state.join.busy) return;
    signal.emit('forgotten');
    if (settings.get('token')) applier.view('join');
  }

  function signOut() {
    settings.forgetPerson();
    channel.tell('identity');
    end('');
    return clear();
  }

  window.addEventListener('storage', ({ key }) => {
    if (key === null || key === 'parlance.token' || key === 'parlance.userId') {
      check();
      meet();
    }
    if (key?.startsWith('parlance.')) signal.emit('settings', key.slice('parlance.'.length));
    if (key === 'parlance.muted') signal.emit('rooms');
  });
  channel.on('identity', check);
  channel.on('read', ({ userId, room, log, n }) => userId === identity.userId && log === state.rooms.get(room)?.log && applier.readElsewhere(room, n));
  signal.on('attention', () => state.attention !== 'hidden' && check());
  signal.on('ended', check);
  window.addEventListener('pagehide', () => alerts.closeAll());

  return { signOut };
}
