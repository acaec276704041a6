const key = 'parlance.tell';

/**
 * What the pages of this browser tell each other: `tell(topic, detail)` reaches all others, and never the page itself.
 * `wire` is what carries it: a BroadcastChannel, or anything with its postMessage and onmessage. Without one nobody hears.
 */
export class Channel {
  #wire;
  #listeners = new Map();

  constructor(wire) {
    this.#wire = wire;
    if (wire) wire.onmessage = ({ data }) => this.#hear(data);
  }

  tell(topic, detail) {
    this.#wire?.postMessage({ topic, detail });
  }

  on(topic, listener) {
    this.#listeners.set(topic, [...this.#listeners.get(topic) ?? [], listener]);
  }

  #hear(data) {
    for (const listener of this.#listeners.get(data?.topic) ?? []) listener(data.detail);
  }
}

/** A BroadcastChannel where the browser has one; else one through the events of `area` (localStorage); else nothing. */
export function openWire(window, area) {
  if (window.BroadcastChannel) return new window.BroadcastChannel('parlance');
  if (!area) return undefined;
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
