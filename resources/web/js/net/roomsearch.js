import { folded } from '../text/folding.js';

/** @import { RoomSummary } from './protocol.d.ts' */
/** @import { Requests } from './requests.js' */

const pageSize = 50;
const pagesAtATime = 20;

/**
 * Searches the server's rooms for those whose name contains a text, a page at a time. A page of the server may hold few of
 * them or none and yet not be the last one, so several are read until there is something to show.
 */
export class RoomSearch {
  #requests;
  #wanted;
  /** @type {string | undefined} */
  #after;
  #more = true;
  #isStopped = false;
  /** @type {Promise<RoomSummary[]>} */
  #turn = Promise.resolve([]); // of those who ask before the last answer

  /** @param {Requests} requests @param {string} wanted */
  constructor(requests, wanted = '') {
    this.#requests = requests;
    this.#wanted = wanted;
  }

  get hasMore() {
    return this.#more && !this.#isStopped;
  }

  /** Asks for nothing more: somebody looks for something else. */
  stop() {
    this.#isStopped = true;
  }

  /** The next rooms, at least one unless the search is at its end or has read many pages in vain. */
  next() {
    this.#turn = this.#turn.catch(() => []).then(() => this.#read());
    return this.#turn;
  }

  async #read() {
    /** @type {RoomSummary[]} */
    const rooms = [];
    for (let pages = 0; pages < pagesAtATime && this.hasMore && rooms.length === 0; pages += 1) {
      const page = await this.#requests.ask('rooms', { contains: this.#wanted || undefined, after: this.#after, limit: pageSize });
      rooms.push(...page.rooms.filter(({ name }) => folded(name).includes(folded(this.#wanted)))); // servers before `contains` send all
      this.#after = page.next ?? page.rooms.at(-1)?.name;
      this.#more = page.more && this.#after !== undefined;
    }
    return rooms;
  }
}
