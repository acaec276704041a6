/** @import { Clock } from '../net/types.d.ts' */
/** @import { Database } from './database.js' */
/** @import { Pages } from './pages.js' */
/** @import { Draft, Edit } from './types.d.ts' */

/** @type {{text: string, edit: Edit | null}} */
const none = { text: '', edit: null };

/**
 * What was typed in a room and not sent: the draft, and an edit of a message that is under way. Each page keeps its own, so
 * that two tabs do not destroy each other's; what a page leaves behind when it ends is taken over by the next one that
 * opens the room.
 *
 * An entry: {page, userId, room, text, edit: {id, original, text} | null, at}, under the page's and the room's name.
 */
export class Drafts {
  #database;
  #pages;
  #clock;
  #owner;
  #left;
  /** @type {Map<string, Draft>} */
  #own = new Map(); // room -> entry
  /** @type {Set<string>} */
  #awaited = new Set(); // keys of entries of pages that live

  /**
   * `owner()` is the id of whoever writes here, so that nobody gets a draft of somebody else. `left(room)` is called when a
   * page has ended that had a draft of the room, which can be taken over from then on.
   * @param {{database: Database, pages: Pages, clock: Clock, owner?: () => string | null, left?: (room: string) => void}} uses
   */
  constructor({ database, pages, clock, owner = () => null, left = () => {} }) {
    this.#database = database;
    this.#pages = pages;
    this.#clock = clock;
    this.#owner = owner;
    this.#left = left;
  }

  /**
   * {text, edit}
   * @param {string} room
   */
  async get(room) {
    if (!this.#own.has(room)) await this.#takeOver(room);
    const { text, edit } = this.#own.get(room) ?? none;
    return { text, edit };
  }

  /** @param {string} room @param {string} text */
  set(room, text) {
    this.#keep(room, { ...this.#own.get(room) ?? none, text });
  }

  /**
   * `edit` is null when it is done with.
   * @param {string} room @param {Edit | null} edit
   */
  setEdit(room, edit) {
    this.#keep(room, { ...this.#own.get(room) ?? none, edit });
  }

  /** Somebody else uses this browser now. */
  forget() {
    this.#own.clear();
  }

  /** @param {string} room @param {{text: string, edit: Edit | null}} draft */
  #keep(room, { text, edit }) {
    const key = keyOf(this.#pages.id, room);
    if (!text && !edit) {
      if (this.#own.delete(room)) this.#database.delete('drafts', key);
      return;
    }
    const entry = { page: this.#pages.id, userId: this.#owner(), room, text, edit, at: this.#clock.now() };
    this.#own.set(room, entry);
    this.#database.put('drafts', key, entry);
  }

  /**
   * Takes over the newest entry of a page that is gone. Older ones wait until this one is done with.
   * @param {string} room
   */
  async #takeOver(room) {
    /** @param {Draft} draft */
    const isMine = ({ page, userId }) => page !== this.#pages.id && (!userId || userId === this.#owner());
    /** @type {Draft[]} */
    const kept = (await this.#database.all('drafts')).filter((entry) => entry.room === room && isMine(entry));
    for (const { page, text, edit } of kept.sort((a, b) => b.at - a.at)) {
      if (!await this.#pages.isGone(page)) {
        this.#await(page, room);
        continue;
      }
      if (this.#own.has(room)) return; // typed meanwhile
      this.#keep(room, { text, edit });
      this.#database.delete('drafts', keyOf(page, room));
      return;
    }
    const plain = await this.#database.get('drafts', room); // as version 0.1 kept them
    if (typeof plain !== 'string' || this.#own.has(room)) return;
    this.#keep(room, { text: plain, edit: null });
    this.#database.delete('drafts', room);
  }

  /**
   * Waits for the end of a page that lives, or whose crash is not known yet.
   * @param {string} page @param {string} room
   */
  async #await(page, room) {
    const key = keyOf(page, room);
    if (this.#awaited.has(key)) return;
    this.#awaited.add(key);
    await this.#pages.whenGone(page);
    this.#awaited.delete(key);
    this.#left(room);
  }
}

/** @param {string} page @param {string} room */
const keyOf = (page, room) => `${page} ${room}`;
