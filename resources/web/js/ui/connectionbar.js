import { byId, el } from './dom.js';

/**
 * Shows the state of the connection while there is none, with a button that reconnects at once. People are not connected
 * before what shows the rooms is there.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'reconnectNow'>} uses
 */
export function connectionBar({ state, signal, reconnectNow }) {
  const bar = byId('connection');
  let timer = 0;

  const draw = () => {
    const { phase, until, reason } = state.link;
    const isLoading = phase === 'connected' && !state.ready;
    const shown = phase === 'idle' || isLoading ? 'connecting' : phase;
    const seconds = Math.max(0, Math.ceil(((until ?? 0) - Date.now()) / 1000));
    const again = seconds ? `in ${seconds} s` : 'now';
    bar.dataset.state = shown;
    const [what, next = ''] = {
      connecting: [isLoading ? 'Loading…' : 'Connecting…'],
      connected: ['Connected'],
      waiting: ['No connection.', `Reconnecting ${again}`],
      offline: ['You are offline.', `Reconnecting ${again}`],
      closed: [reason],
    }[shown];
    byId('connection-text').replaceChildren(el('span', { class: next && 'what', text: what }), next && ` ${next}`);
    byId('reconnect').textContent = phase === 'closed' ? 'Try again' : 'Reconnect now';
    byId('reconnect').hidden = !['waiting', 'offline', 'closed'].includes(shown);
    clearTimeout(timer);
    if (until && seconds) timer = setTimeout(draw, 250);
  };

  byId('reconnect').addEventListener('click', reconnectNow);
  signal.on('link ready', draw);
  draw();
}
