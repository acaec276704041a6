/**
 * A store of the browser's, such as localStorage. Where cookies are blocked, even to look at it is forbidden.
 * @template {keyof Window} Name
 * @param {Name} name
 * @returns {Window[Name] | undefined}
 */
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
  /** @type {Map<string, string>} */
  #memory = new Map();

  /** @param {import('./types.d.ts').Area | undefined} area */
  constructor(area, prefix = 'parlance.') {
    this.#area = area;
    this.#prefix = prefix;
  }

  /**
   * @param {string} key @param {any} fallback
   * @returns {any}
   */
  get(key, fallback = null) {
    try {
      const text = this.#memory.get(key) ?? this.#area?.getItem(this.#prefix + key);
      return text === null || text === undefined ? fallback : JSON.parse(text);
    } catch {
      return fallback;
    }
  }

  /**
   * Returns whether the value outlives the page.
   * @param {string} key @param {unknown} value
   */
  set(key, value) {
    const text = JSON.stringify(value);
    try {
      if (!this.#area) throw new TypeError('there is no such store');
      this.#area.setItem(this.#prefix + key, text);
      this.#memory.delete(key);
      return true;
    } catch {
      this.#memory.set(key, text);
      return false;
    }
  }

  /** @param {string} key */
  remove(key) {
    this.#memory.delete(key);
    try {
      this.#area?.removeItem(this.#prefix + key);
    } catch {
      // It was never kept.
    }
  }
}
