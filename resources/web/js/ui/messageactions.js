import { cutToUnits } from '../text/clusters.js';
import { idHash } from '../text/routes.js';
import { byId, targetOf } from './dom.js';
import { onKey } from './keypress.js';
import { openMenu } from './menu.js';
import { copy } from './toast.js';

/** @import { MenuItem, Point, Use } from './types.d.ts' */

const longPress = 500; // ms
const slack = 10; // px a finger may wander meanwhile

/**
 * The menu of a message, by its button, by long press, by right click on a touch screen and by keyboard; and walking through
 * the messages with the arrow keys (one of them is in the tab order at a time).
 * @param {Use<'state' | 'outbox' | 'edit' | 'question'>} uses
 */
export function messageActions({ state, outbox, edit, question }) {
  const log = byId('log');

  /**
   * @param {any} target
   * @returns {HTMLElement | null}
   */
  const messageOf = (target) => target.closest?.('.message');

  /**
   * @param {HTMLElement} node
   * @returns {MenuItem[]}
   */
  function itemsFor(node) {
    const room = state.current ?? '';
    const { nonce = '', id, seq } = node.dataset;
    /** @type {MenuItem[]} */
    const items = [];
    const message = state.rooms.get(room)?.messages?.find((candidate) => candidate.id === id);
    const text = (id && message?.text) || outbox.of(room).find((entry) => entry.nonce === nonce)?.text;
    if (text) items.push({ label: 'Copy text', icon: 'copy', act: () => copy(text, 'Text copied') });
    if (seq) {
      const link = new URL(`${idHash(room)}/${seq}`, location.href.split('#')[0]).href; // the room may get another name
      items.push({ label: 'Copy link', icon: 'link', act: () => copy(link, 'Link copied') });
    }
    if (message && message.userId === state.me?.userId && !message.deleted && text) {
      items.push({ label: 'Edit message', icon: 'pencil', act: () => edit(message) });
      items.push({ label: 'Delete message…', icon: 'trash', danger: true, act: () => askToDelete(room, message) });
    }
    if (node.dataset.state === 'failed') items.push({ label: 'Send again', icon: 'again', act: () => outbox.retry(nonce) });
    if (!id || node.dataset.state === 'failed') items.push({ label: 'Discard', icon: 'trash', danger: true, act: () => outbox.discard(nonce) });
    return items;
  }

  /** @param {string} room @param {import('../state/types.d.ts').Message} message */
  function askToDelete(room, { id, text }) {
    question({ title: 'Delete this message?', text: shortened(text ?? ''), action: 'Delete', act: () => outbox.change(room, id, null) });
  }

  /** @param {HTMLElement} node @param {Point} [point] */
  function open(node, point) {
    const items = itemsFor(node);
    if (items.length) openMenu((!point && node.querySelector('.more')) || node, items, point);
  }

  /** @param {HTMLElement | null} node @param {number} by */
  function step(node, by) {
    const all = [...log.querySelectorAll('.message')];
    const next = all[node ? all.indexOf(node) + by : all.length - 1];
    if (!next) return;
    for (const other of log.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  log.addEventListener('click', (event) => {
    const message = targetOf(event).closest('.more') && messageOf(event.target);
    if (message) open(message);
  });
  onKey(log, (event) => {
    if (event.target !== log && !targetOf(event).matches?.('.message')) return;
    const node = messageOf(event.target);
    if (event.key === 'ArrowUp' && !event.altKey) step(node, -1);
    else if (event.key === 'ArrowDown' && !event.altKey) step(node, 1);
    else if (node && (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) open(node);
    else return;
    event.preventDefault();
  });
  pressLong(log, (target, point) => {
    const message = messageOf(target);
    if (message) open(message, point);
  });
}

/** @param {string} text */
const shortened = (text) => (text.length > 200 ? `${cutToUnits(text, 200).trimEnd()}…` : text);

/**
 * A finger that rests. The browser's own menu stays away then, but not from a mouse.
 * @param {HTMLElement} root @param {(target: EventTarget | null, point: Point) => void} act
 */
function pressLong(root, act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = 0;
  /** @type {Point | null} */
  let start = null;
  let touched = false;
  const end = () => clearTimeout(timer);

  root.addEventListener('pointerdown', (event) => {
    end();
    touched = event.pointerType === 'touch';
    if (!touched || targetOf(event).closest('a, button')) return;
    const point = { x: event.clientX, y: event.clientY };
    start = point;
    timer = setTimeout(() => act(event.target, point), longPress);
  });
  root.addEventListener('pointermove', (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) end();
  });
  for (const name of ['pointerup', 'pointercancel', 'scroll']) root.addEventListener(name, end, { passive: true });
  root.addEventListener('contextmenu', (event) => touched && !targetOf(event).closest('a') && event.preventDefault());
}
