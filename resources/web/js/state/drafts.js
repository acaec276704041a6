import { placeNamed } from '../text/places.js';
import { draftKey } from './upgradedatabase.js';

/** @import { Clock } from '../net/types.d.ts' */
/** @import { Database } from './database.js' */
/** @import { Pages } from './pages.js' */
/** @import { Draft, Edit } from './types.d.ts' */

/** @type {{text: string, edit: Edit | null}} */
const none = { text: '', edit: null };

/**
 * What was typed in a room and not sent: the draft, and an edit of a message that is under way. Each page keeps its own, so
 * that two tabs do not destroy each other's; what a page leaves behind when it ends is taken over by the next one that
 * opens the room. A room stands for its place everywhere here.
 *
 * An entry: {page, userId, room, text, edit: {id, original, text} | null, at}, under the page's and the room's id.
 */
export class Drafts {
  #database;
  #pages;
  #clock;
  #owner;
  #left;
  #nameOf;
  /** @type {Map<string, Draft>} */
  #own = new Map(); // room -> entry
  /** @type {Set<string>} */
  #awaited = new Set(); // keys of entries of pages that live

  /**
   * `owner()` is the id of whoever writes here, so that nobody gets a draft of somebody else. `left(room)` is called when a
   * page has ended that had a draft of the room, which can be taken over from then on. `nameOf(room)` is what a room is called,
   * as far as that is known: it may have been written in before anybody knew the room's id.
   * @param {{database: Database, pages: Pages, clock: Clock, owner?: () => string | null, left?: (room: string) => void, nameOf?: (room: string) => string | null | undefined}} uses
   */
  constructor({ database, pages, clock, owner = () => null, left = () => {}, nameOf = () => null }) {
    this.#database = database;
    this.#pages = pages;
    this.#clock = clock;
    this.#owner = owner;
    this.#left = left;
    this.#nameOf = nameOf;
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

  /**
   * A place turned out to be a room: what was written goes there.
   * @param {{from: string, to: string}} move
   */
  move({ from, to }) {
    const moved = this.#own.get(from);
    if (!moved) return;
    const { text, edit } = this.#own.get(to) ?? none;
    this.#keep(to, { text: joined(moved.text, text), edit: moved.edit ?? edit });
    this.#keep(from, none);
  }

  /**
   * A room is gone for good. What was written there is kept for whoever asks for a room by its name, an edit as a draft.
   * @param {string} room @param {string} place
   */
  async strand(room, place) {
    for (;;) {
      const { text, edit } = await this.get(room);
      if (!text && !edit) return;
      this.#keep(room, none);
      this.#keep(place, { text: joined(this.#own.get(place)?.text, text, edit?.text), edit: null });
    }
  }

  /** Somebody else uses this browser now. */
  forget() {
    this.#own.clear();
  }

  /** @param {string} room @param {{text: string, edit: Edit | null}} draft */
  #keep(room, { text, edit }) {
    const key = draftKey(this.#pages.id, room);
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
    const named = placeNamed(this.#nameOf(room) ?? '');
    this.move({ from: named, to: room });
    /** @type {Draft[]} */
    const kept = (await this.#database.all('drafts')).filter((entry) => [room, named].includes(entry.room) && isMine(entry));
    for (const { page, room: place, text, edit } of kept.sort((a, b) => b.at - a.at)) {
      if (!await this.#pages.isGone(page)) {
        this.#await(page, place, room);
        continue;
      }
      if (this.#own.has(room)) return; // typed meanwhile
      this.#keep(room, { text, edit });
      this.#database.delete('drafts', draftKey(page, place));
      return;
    }
  }

  /**
   * Waits for the end of a page that lives, or whose crash is not known yet.
   * @param {string} page @param {string} place @param {string} room
   */
  async #await(page, place, room) {
    const key = draftKey(page, place);
    if (this.#awaited.has(key)) return;
    this.#awaited.add(key);
    await this.#pages.whenGone(page);
    this.#awaited.delete(key);
    this.#left(room);
  }
}

/** @param {(string | undefined)[]} texts */
const joined = (...texts) => texts.filter(Boolean).join('\n');
