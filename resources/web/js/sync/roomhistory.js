import { pageWith } from './ordinal.js';

/** @import { Requests } from '../net/requests.js' */
/** @import { Applier } from '../state/applier.js' */
/** @import { State } from '../state/types.d.ts' */

const staleAttempts = 3; // a page that was read too early is asked for again

/** Loads pages of a room's history into what is shown of it. */
export class RoomHistory {
  #requests;
  #applier;
  #state;

  /** @param {{requests: Requests, applier: Applier, state: State}} uses */
  constructor({ requests, applier, state }) {
    this.#requests = requests;
    this.#applier = applier;
    this.#state = state;
  }

  /**
   * Loads the page before what is shown.
   * @param {string} id
   */
  async loadOlder(id) {
    const first = this.#state.rooms.get(id)?.messages?.[0];
    if (first) await this.#load(id, { before: first.seq }, 'before');
  }

  /** @param {string} id */
  async loadNewer(id) {
    const last = this.#state.rooms.get(id)?.messages?.at(-1);
    if (last) await this.#load(id, { after: last.seq }, 'behind');
  }

  /** @param {string} id @param {number} seq */
  loadAround(id, seq) {
    return this.#load(id, { around: seq }, 'instead');
  }

  /** @param {string} id */
  loadLatest(id) {
    return this.#load(id, {}, 'instead');
  }

  /**
   * Loads the page in which the new-messages line stands. False where it cannot be had.
   * @param {string} id
   */
  async loadLine(id) {
    const room = this.#state.rooms.get(id);
    if (!room) return false;
    /** @param {number} seq */
    const ask = (seq) => this.#requests.ask('history', { room: id, around: seq, limit: 100 });
    for (let attempt = 0; attempt < staleAttempts && room.line !== null; attempt += 1) {
      const page = await pageWith(ask, room.line, { seq: room.handled ?? 0, n: room.n });
      if (!page) return false;
      if (this.#applier.history(page, 'instead')) return true;
    }
    return false;
  }

  /** @param {string} room @param {{before?: number, after?: number, around?: number}} bounds @param {'before' | 'behind' | 'instead'} place */
  async #load(room, bounds, place) {
    for (let attempt = 0; attempt < staleAttempts; attempt += 1) {
      if (this.#applier.history(await this.#requests.ask('history', { room, ...bounds, limit: 100 }), place)) return;
    }
  }
}
