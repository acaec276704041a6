import { cutToUnits } from '../text/clusters.js';
import { messageHash } from '../text/routes.js';
import { byId } from './dom.js';
import { onKey } from './keypress.js';
import { openMenu } from './menu.js';
import { copy } from './toast.js';

const longPress = 500; // ms
const slack = 10; // px a finger may wander meanwhile

/**
 * The menu of a message, by its button, by long press, by right click on a touch screen and by keyboard; and walking through
 * the messages with the arrow keys (one of them is in the tab order at a time).
 */
export function messageActions({ state, outbox, edit, question }) {
  const log = byId('log');

  const messageOf = (target) => target.closest?.('.message');

  function itemsFor(node) {
    const room = state.current;
    const { nonce, id, seq } = node.dataset;
    const items = [];
    const message = state.rooms.get(room)?.messages?.find((candidate) => candidate.id === id);
    const text = (id && message?.text) || outbox.of(room).find((entry) => entry.nonce === nonce)?.text;
    if (text) items.push({ label: 'Copy text', icon: 'copy', act: () => copy(text, 'Text copied') });
    if (seq) {
      const link = new URL(messageHash(room, seq), location.href.split('#')[0]).href;
      items.push({ label: 'Copy link', icon: 'link', act: () => copy(link, 'Link copied') });
    }
    if (message && message.userId === state.me?.userId && !message.deleted && text) {
      items.push({ label: 'Edit message', icon: 'pencil', act: () => edit(message) });
      items.push({ label: 'Delete message', icon: 'trash', danger: true, act: () => askToDelete(room, message) });
    }
    if (node.dataset.state === 'failed') items.push({ label: 'Send again', icon: 'again', act: () => outbox.retry(nonce) });
    if (!id || node.dataset.state === 'failed') items.push({ label: 'Discard', icon: 'trash', danger: true, act: () => outbox.discard(nonce) });
    return items;
  }

  function askToDelete(room, { id, text }) {
    question({ title: 'Delete this message?', text: shortened(text), action: 'Delete', act: () => outbox.change(room, id, null) });
  }

  function open(node, point) {
    const items = itemsFor(node);
    if (items.length) openMenu(point ? node : node.querySelector('.more'), items, point);
  }

  function step(node, by) {
    const all = [...log.querySelectorAll('.message')];
    const next = all[node ? all.indexOf(node) + by : all.length - 1];
    if (!next) return;
    for (const other of log.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  log.addEventListener('click', (event) => {
    const button = event.target.closest('.more');
    if (button) open(messageOf(button));
  });
  onKey(log, (event) => {
    if (event.target !== log && !event.target.matches?.('.message')) return;
    const node = messageOf(event.target);
    if (event.key === 'ArrowUp' && !event.altKey) step(node, -1);
    else if (event.key === 'ArrowDown' && !event.altKey) step(node, 1);
    else if (node && (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) open(node);
    else return;
    event.preventDefault();
  });
  pressLong(log, (target, point) => messageOf(target) && open(messageOf(target), point));
}

const shortened = (text) => (text.length > 200 ? `${cutToUnits(text, 200).trimEnd()}…` : text);

/** A finger that rests. The browser's own menu stays away then, but not from a mouse. */
function pressLong(root, act) {
  let timer = 0;
  let start = null;
  let touched = false;
  const end = () => clearTimeout(timer);

  root.addEventListener('pointerdown', (event) => {
    end();
    touched = event.pointerType === 'touch';
    if (!touched || event.target.closest('a, button')) return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => act(event.target, start), longPress);
  });
  root.addEventListener('pointermove', (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) end();
  });
  for (const name of ['pointerup', 'pointercancel', 'scroll']) root.addEventListener(name, end, { passive: true });
  root.addEventListener('contextmenu', (event) => touched && !event.target.closest('a') && event.preventDefault());
}
