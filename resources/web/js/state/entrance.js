/**
 * How a person comes in the next time that the page is connected: by a link, or with a handle and a password. Used up by the
 * welcome; without it the page greets with the token that it has.
 *
 * A request whose answer was lost may have been done. Then its account is there, so signing in is tried first.
 */
export class Entrance {
  /** @type {{type: 'sign_in' | 'register' | 'redeem', fields: Record<string, any>} | null} */
  #request = null;
  #wasAsked = false; // it was sent, and nobody knows what became of it
  #isSigningIn = false; // by what the request would have made

  /** @param {'sign_in' | 'register' | 'redeem'} type @param {Record<string, any>} fields */
  by(type, fields) {
    this.#request = { type, fields };
    this.#wasAsked = false;
  }

  /** @type {((code: string) => void) | null} */
  #giveCode = null;

  /** @param {(code: string) => void} give */
  wantCode(give) {
    this.#giveCode = give;
  }

  /** @param {string} code */
  code(code) {
    this.#giveCode?.(code);
  }

  /** What to ask in place of hello, or null. */
  next() {
    if (!this.#request) return null;
    const { type, fields } = this.#request;
    this.#isSigningIn = this.#wasAsked && type !== 'sign_in' && Boolean(fields.handle);
    if (this.#isSigningIn) return { type: /** @type {const} */ ('sign_in'), fields: { handle: fields.handle, password: fields.password, device: fields.device } };
    this.#wasAsked = true;
    return this.#request;
  }

  get isUnderWay() {
    return this.#request !== null;
  }

  /** Signing in was refused. True if the request itself is to be asked now: the account that it makes is not there. */
  triesOther() {
    if (!this.#isSigningIn) return false;
    this.#wasAsked = false;
    return true;
  }

  done() {
    this.#request = null;
    this.#giveCode = null;
  }
}

/** What this browser is called in the list of devices. @param {string} agent */
export function deviceName(agent) {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(`${name}/`)) ?? ''; // most name others, too
  const system = /Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux/.exec(agent)?.[0] ?? '';
  /** @type {Record<string, string>} */
  const names = { 'Edg': 'Edge', 'OPR': 'Opera', 'Mac OS X': 'macOS', 'CrOS': 'ChromeOS' };
  const named = [browser, system].filter(Boolean).map((part) => names[part] ?? part);
  return named.length ? named.join(' on ') : 'A browser';
}
