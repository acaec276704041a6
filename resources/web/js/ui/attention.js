import { means } from '../state/events.js';
import { unreadOf } from '../state/state.js';
import { byId } from './dom.js';

const gathered = 1000; // ms
const spoken = 3; // messages read out in full

/**
 * Speaks to screen readers, politely and in bits: new messages of the room that is read, mentions elsewhere, and the
 * connection's ups and downs. The log itself is silent, since it would read out history as well.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings'>} uses
 */
export function announcer({ state, signal, settings }) {
  const node = byId('announcer');
  /** @type {string[]} */
  let waiting = [];
  let timer = 0;
  let wasConnected = false;

  /** @param {string} text */
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
    const here = room.name === state.current && room.following;
    if (!here && !(means(message, state.me) && !settings.isMuted(room.name))) return;
    waiting.push(here ? `${message.username}: ${message.text}` : `${message.username} mentioned you in ${room.name}`);
    timer ||= setTimeout(flush, gathered);
  });
  const tellLink = () => {
    const { phase, reason } = state.link;
    if (phase === 'connected' && !wasConnected) say('Connected');
    else if (wasConnected && (phase === 'waiting' || phase === 'offline')) say('Connection lost. Reconnecting.');
    else if (phase === 'closed') say(reason ?? '');
    if (phase !== 'connecting') wasConnected = phase === 'connected';
  };
  signal.on('link', tellLink);
  signal.on('current', () => {
    waiting = [];
    if (state.current) say(`Room ${state.current}`);
  });
  tellLink();
}

/**
 * Shows a mention on the desktop, where the browser and the person allow it. Gives what closes it.
 * @param {import('./types.d.ts').Use<'go'>} uses
 * @returns {(room: string, message: import('../net/protocol.d.ts').Events['message']) => (() => void) | null}
 */
export function notification({ go }) {
  return (room, message) => {
    if (!('Notification' in window) || Notification.permission !== 'granted') return null;
    try {
      const shown = new Notification(`${message.username} in ${room}`, { body: message.text, tag: `parlance:${room}`, renotify: true, icon: 'icons/favicon.svg' });
      shown.onclick = () => {
        window.focus();
        go(room);
        shown.close();
      };
      return () => shown.close();
    } catch {
      return null; // Some phones have them only for service workers.
    }
  };
}
