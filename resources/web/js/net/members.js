import { folded } from '../text/folding.js';

/** @import { Events, Member } from './protocol.d.ts' */
/** @import { Requests } from './requests.js' */
/** @import { Clock } from './types.d.ts' */

const pageSize = 100;
const pagesAtATime = 5; // in search of somebody new
const searchDelay = 150; // ms after the last key
const freshFor = 60000; // ms for which an answer counts

/**
 * The members of the current room whom the page does not know yet: page by page for the panel, and by a word of their names
 * for the suggestions. A room that fits into one page costs one request.
 */
export class Members {
  #requests;
  #clock;
  /** @type {string | null} */
  #room = null;
  /** @type {Map<string, Member>} */
  #people = new Map(); // id -> member, as of the pages so far
  /** @type {string | undefined} */
  #after = undefined; // id of the last member of those pages
  #more = true;
  /** @type {{word: string, people: Member[], isWhole: boolean, count: number, at: number}[]} */
  #answers = []; // {word, people, isWhole, count, at}
  /** @type {(() => unknown) | null} */
  #cancel = null;

  /** @param {{requests: Requests, clock: Clock}} uses */
  constructor({ requests, clock }) {
    this.#requests = requests;
    this.#clock = clock;
  }

  /**
   * The members of the pages so far, by id: {id, username, present, lastSeen?}.
   * @param {string} room
   * @returns {Map<string, Member>}
   */
  peopleOf(room) {
    return room === this.#room ? this.#people : new Map();
  }

  /** @param {string} room */
  hasMore(room) {
    return room === this.#room && this.#more && this.#after !== undefined;
  }

  /**
   * Reads the first page, or reads it again.
   * @param {string} room
   */
  async refresh(room) {
    const page = await this.#page(this.#enter(room), undefined);
    if (page && this.#after === undefined) this.#move(page);
  }

  /**
   * Reads further pages until one has somebody for whom `isKnown(id)` is false, five pages at most.
   * @param {string} room @param {(id: string) => boolean} isKnown
   */
  async showMore(room, isKnown) {
    this.#enter(room);
    for (let pages = 0; pages < pagesAtATime && this.#more; pages += 1) {
      const page = await this.#page(room, this.#after);
      if (!page) return;
      this.#move(page);
      if (page.members.some(({ id }) => !isKnown(id))) return;
    }
  }

  /**
   * Returns people whose names may match the text behind an `@`, as far as they are known, and calls `found()` when the server
   * has sent more. `count` is the number of people present; when it changes, older answers no longer count.
   * @param {string} room @param {string} query @param {number} count @param {() => void} found
   */
  suggest(room, query, count, found) {
    this.#enter(room);
    const word = folded(query.trim().split(/\s+/).at(-1) ?? '');
    const now = this.#clock.now();
    this.#answers = this.#answers.filter((answer) => answer.count === count && now - answer.at < freshFor);
    const answer = this.#answers.find((known) => known.word === word || (known.isWhole && word.startsWith(known.word)));
    this.#cancel?.();
    if (!answer) this.#cancel = this.#clock.later(word ? searchDelay : 0, () => this.#search(room, word, count, found));
    const answered = this.#answers.flatMap(({ people }) => people);
    return [...new Map([...this.#people.values(), ...answered].map((person) => [person.id, person])).values()];
  }

  /** @param {string} room @param {string} word @param {number} count @param {() => void} found */
  async #search(room, word, count, found) {
    try {
      const { members, more } = await this.#requests.ask('members', { room, prefix: word || undefined, limit: pageSize });
      if (room !== this.#room) return;
      this.#answers.push({ word, people: members, isWhole: !more, count, at: this.#clock.now() });
      found();
    } catch {
      // The next key asks again.
    }
  }

  /** @param {string} room */
  #enter(room) {
    if (room === this.#room) return room;
    this.#cancel?.();
    this.#room = room;
    this.#people = new Map();
    this.#after = undefined;
    this.#more = true;
    this.#answers = [];
    return room;
  }

  /**
   * Reads a page and forgets members that it should hold and does not. Null if another room is current by then.
   * @param {string} room @param {string} [after]
   */
  async #page(room, after) {
    const page = await this.#requests.ask('members', { room, after, limit: pageSize });
    if (room !== this.#room) return null;
    const last = page.members.at(-1)?.id ?? '';
    for (const id of this.#people.keys()) {
      if ((after === undefined || id > after) && (!page.more || id <= last)) this.#people.delete(id);
    }
    for (const member of page.members) this.#people.set(member.id, member);
    return page;
  }

  /** @param {Events['members']} page */
  #move(page) {
    this.#after = page.members.at(-1)?.id ?? this.#after ?? '';
    this.#more = page.more;
  }
}
