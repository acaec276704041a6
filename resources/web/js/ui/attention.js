import { means } from '../state/events.js';
import { currentName, unreadOf } from '../state/state.js';
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
    const texts = waiting.length > spoken ? [`${waiting.length} new messages in ${currentName(state)}`] : waiting;
    waiting = [];
    say(texts.join('\n'));
  }

  signal.on('arrived', ({ room, message }) => {
    if (message.userId === state.me?.userId || unreadOf(room) === 0) return;
    const here = room.id === state.current && room.following;
    if (!here && !(means(message, state.me) && !settings.isMuted(room.id))) return;
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
    if (state.current) say(`Room ${currentName(state) ?? ''}`);
  });
  signal.on('named', ({ id, name }) => id === state.current && say(`This room is called ${name} now`));
  tellLink();
}

/**
 * Shows a mention on the desktop, where the browser and the person allow it. Gives what closes it.
 * @param {import('./types.d.ts').Use<'go'>} uses
 * @returns {(room: import('../state/types.d.ts').Room, message: import('../net/protocol.d.ts').Events['message'], isQuiet: boolean) => (() => void) | null}
 */
export function notification({ go }) {
  return ({ id, name }, message, isQuiet) => {
    if (!('Notification' in window) || Notification.permission !== 'granted') return null;
    try {
      const shown = new Notification(`${message.username} in ${name}`, { body: message.text, tag: `parlance:${id}`, renotify: !isQuiet, silent: isQuiet || null, icon: 'icons/favicon.svg' });
      shown.onclick = () => {
        window.focus();
        go(id);
        shown.close();
      };
      return () => shown.close();
    } catch {
      return null; // Some phones have them only for service workers.
    }
  };
}
