import { nameOfPlace } from '../text/places.js';
import { settled } from './settling.js';

/** @import { Refusal } from '../net/types.d.ts' */
/** @import { Applier } from '../state/applier.js' */
/** @import { Outbox } from '../state/outbox.js' */
/** @import { Settings } from '../state/settings.js' */
/** @import { Signal } from '../state/state.js' */
/** @import { State } from '../state/types.d.ts' */

/**
 * Takes what waits at places to the rooms that they turn out to be, and says what becomes of messages for rooms that one is
 * not in.
 */
export class Places {
  #state;
  #applier;
  #outbox;
  #settings;
  #signal;
  /** @type {Set<string>} */
  #told = new Set();

  /** @param {{state: State, applier: Applier, outbox: Outbox, settings: Settings, signal: Signal}} uses */
  constructor({ state, applier, outbox, settings, signal }) {
    this.#state = state;
    this.#applier = applier;
    this.#outbox = outbox;
    this.#settings = settings;
    this.#signal = signal;
  }

  /**
   * Empty where nobody knows.
   * @param {string} place
   */
  nameOf(place) {
    return this.#state.rooms.get(place)?.name ?? this.#settings.nameOf(place) ?? '';
  }

  /**
   * What was asked for by a name, or kept under one, belongs to the room that is known under it.
   * @param {string | null} wanted
   */
  settle(wanted) {
    const places = [wanted, this.#state.current, ...this.#outbox.places(), ...this.#settings.namedPlaces()];
    for (const move of settled(places, this.#state.rooms.values())) this.move(move);
  }

  /** @param {{from: string, to: string}} move */
  move(move) {
    this.#settings.move(move);
    this.#outbox.move(move);
    this.#applier.move(move);
  }

  /**
   * Messages wait for rooms that one is not in. They may have arrived before one left: the server knows.
   * @param {(place: string) => boolean} isJoining
   */
  sendElsewhere(isJoining) {
    for (const place of this.#outbox.places()) {
      if (this.#state.rooms.has(place) || isJoining(place)) continue;
      if (nameOfPlace(place) === null) this.#outbox.ready(place);
      else if (!this.#told.has(place) && this.#outbox.of(place).some(({ state }) => state === 'queued')) this.#tellUnsent(place);
    }
  }

  /**
   * The server refused a message.
   * @param {string} nonce @param {Refusal} error
   */
  refused(nonce, error) {
    const failed = this.#outbox.refused(nonce, error);
    if (failed && !this.#state.rooms.has(failed.room)) this.#tellUnsent(failed.room); // nobody sees it in its room
  }

  /** @param {string} place */
  #tellUnsent(place) {
    const name = this.nameOf(place) || 'that room';
    this.#told.add(place);
    this.#signal.emit('refused', { room: null, text: `You are not in ${name}. What you wrote there was not sent.` });
  }
}
