import { byId } from './dom.js';

/** Says how things stand with the server while they do not stand well, and lets one not wait. */
export function connectionBar({ state, signal, reconnectNow }) {
    const bar = byId('connection');
    const text = byId('connection-text');
    let timer = 0;

    const draw = () => {
        const { phase, until, reason } = state.link;
        const shown = phase === 'idle' ? 'connecting' : phase;
        const seconds = Math.max(0, Math.ceil(((until ?? 0) - Date.now()) / 1000));
        const again = seconds ? `in ${seconds} s` : 'now';
        bar.dataset.state = shown;
        text.textContent = {
            connecting: 'Connecting…',
            connected: 'Connected',
            waiting: `No connection. Reconnecting ${again}`,
            offline: `You are offline. Trying again ${again}`,
            closed: reason,
        }[shown];
        byId('reconnect').textContent = phase === 'closed' ? 'Try again' : 'Reconnect now';
        byId('reconnect').hidden = !['waiting', 'offline', 'closed'].includes(shown);
        clearTimeout(timer);
        if (until && seconds) timer = setTimeout(draw, 250);
    };

    byId('reconnect').addEventListener('click', reconnectNow);
    signal.on('link', draw);
    draw();
}
