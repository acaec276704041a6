/**
 * Hears what other tabs of this browser write into the shared storage: their settings, and who is signed in. On the first
 * screen, whoever came in in another tab can go on in this one.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'applier'>} uses
 */
export function hearStorage({ state, signal, settings, applier }) {
  function meet() {
    if (state.view !== 'join' || state.join.busy) return;
    signal.emit('forgotten');
    if (settings.get('token')) applier.view('join');
  }

  window.addEventListener('storage', ({ key }) => {
    if (key === null || key === 'parlance.token' || key === 'parlance.userId') {
      signal.emit('identity');
      meet();
    }
    if (key?.startsWith('parlance.')) signal.emit('settings', key.slice('parlance.'.length));
    if (key === 'parlance.silenced') signal.emit('rooms');
  });
}
