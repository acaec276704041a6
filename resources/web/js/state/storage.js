/** A store of the browser's, such as localStorage. Where cookies are blocked, even to look at it is forbidden. */
export function allowed(name) {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/**
 * Small things that outlive the page, as JSON under a prefix. `area` is localStorage or anything of its shape; where
 * there is none, or it is full or forbidden, things live as long as the page.
 */
export class Storage {
  #area;
  #prefix;
  #memory = new Map();

  constructor(area, prefix = 'parlance.') {
    this.#area = area;
    this.#prefix = prefix;
  }

  get(key, fallback = null) {
    try {
      const text = this.#memory.get(key) ?? this.#area.getItem(this.#prefix + key);
      return text === null || text === undefined ? fallback : JSON.parse(text);
    } catch {
      return fallback;
    }
  }

  set(key, value) {
    const text = JSON.stringify(value);
    try {
      this.#area.setItem(this.#prefix + key, text);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, text);
    }
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      this.#area.removeItem(this.#prefix + key);
    } catch {
      // It was never kept.
    }
  }
}
