/** @import { Area, Wire } from './types.d.ts' */

const key = 'parlance.tell';

/**
 * What the pages of this browser tell each other: `tell(topic, detail)` reaches all others, and never the page itself.
 * `wire` is what carries it: a BroadcastChannel, or anything with its postMessage and onmessage. Without one nobody hears.
 */
export class Channel {
  #wire;
  /** @type {Map<string, ((detail: any) => void)[]>} */
  #listeners = new Map();

  /** @param {Wire | undefined} wire */
  constructor(wire) {
    this.#wire = wire;
    if (wire) wire.onmessage = (event) => this.#hear(event.data);
  }

  /** @param {string} topic @param {unknown} [detail] */
  tell(topic, detail) {
    this.#wire?.postMessage({ topic, detail });
  }

  /** @param {string} topic @param {(detail: any) => void} listener */
  on(topic, listener) {
    this.#listeners.set(topic, [...this.#listeners.get(topic) ?? [], listener]);
  }

  /** @param {{topic: string, detail: unknown} | null} data */
  #hear(data) {
    for (const listener of (data && this.#listeners.get(data.topic)) ?? []) listener(data?.detail);
  }
}

/**
 * A BroadcastChannel where the browser has one; else one through the events of `area` (localStorage); else nothing.
 * @param {Window & typeof globalThis} window @param {Area | undefined} area
 * @returns {Wire | undefined}
 */
export function openWire(window, area) {
  if (window.BroadcastChannel) return new window.BroadcastChannel('parlance');
  if (!area) return undefined;
  /** @type {Wire} */
  const wire = {
    onmessage: null,
    postMessage(data) {
      try {
        area.setItem(key, JSON.stringify(data));
        area.removeItem(key);
      } catch {
        // Full or forbidden: nobody hears.
      }
    },
  };
  window.addEventListener('storage', (event) => {
    if (event.key === key && event.newValue) wire.onmessage?.({ data: JSON.parse(event.newValue) });
  });
  return wire;
}
