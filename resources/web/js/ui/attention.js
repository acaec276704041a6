import { unreadOf } from '../state/state.js';
import { byId } from './dom.js';

const gathered = 1000; // ms
const spoken = 3; // messages read out in full

/**
 * Speaks to screen readers, politely and in bits: new messages of the room that is read, mentions elsewhere, and the
 * connection's ups and downs. The log itself is silent, since it would read out history as well.
 */
export function announcer({ state, signal, settings }) {
  const node = byId('announcer');
  let waiting = [];
  let timer = 0;
  let wasConnected = false;

  function say(text) {
    if (settings.get('announce')) node.textContent = text;
  }

  function flush() {
    timer = 0;
    const texts = waiting.length > spoken ? [`${waiting.length} new messages in ${state.current}`] : waiting;
    waiting = [];
    say(texts.join('\n'));
  }

  signal.on('arrived', ({ room, message }) => {
    if (message.userId === state.me?.userId || unreadOf(room) === 0) return;
    const forMe = message.mentions?.some((id) => id === state.me?.userId || id === 'all');
    const here = room.name === state.current && room.following;
    if (!here && !(forMe && !settings.isMuted(room.name))) return;
    waiting.push(here ? `${message.username}: ${message.text}` : `${message.username} mentioned you in ${room.name}`);
    timer ||= setTimeout(flush, gathered);
  });
  signal.on('link', ({ phase, reason } = state.link) => {
    if (phase === 'connected' && !wasConnected) say('Connected');
    else if (wasConnected && (phase === 'waiting' || phase === 'offline')) say('Connection lost. Reconnecting.');
    else if (phase === 'closed') say(reason);
    if (phase !== 'connecting') wasConnected = phase === 'connected';
  });
  signal.on('current', () => {
    waiting = [];
    if (state.current) say(`Room ${state.current}`);
  });
}

/** Tells of mentions while nobody looks at the page. A room has one notification at a time. */
export function notifications({ settings, signal, state, isWatched, go }) {
  signal.on('arrived', ({ room, message }) => {
    const forMe = message.userId !== state.me?.userId && message.mentions?.some((id) => id === state.me?.userId || id === 'all');
    if (!forMe || message.n <= room.read || isWatched() || settings.isMuted(room.name) || !settings.get('notify')) return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    try {
      const shown = new Notification(`${message.username} in ${room.name}`, { body: message.text, tag: `parlance:${room.name}`, renotify: true, icon: 'icons/favicon.svg' });
      shown.onclick = () => {
        window.focus();
        go(room.name);
        shown.close();
      };
    } catch {
      // Some phones have them only for service workers.
    }
  });
}
