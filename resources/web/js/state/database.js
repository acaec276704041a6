import { placesOf } from './upgrade.js';
import { upgradeDatabase } from './upgradedatabase.js';

/** @import { Clock } from '../net/types.d.ts' */

/** @typedef {'outbox' | 'drafts'} Store */

/** @type {Store[]} */
const stores = ['outbox', 'drafts'];
const openWithin = 3000; // ms; some browsers never answer

/**
 * What must outlive the page, in IndexedDB: things by key in named stores. A write is asked for and committed in the turn of
 * its call, so that it is kept even if the page ends in the next one. Where there is no IndexedDB, or it fails, everything
 * goes on in memory, and `forgetful` is called once.
 */
export class Database {
  /** @type {Record<Store, Map<string, any>>} */
  #memory = { outbox: new Map(), drafts: new Map() };
  #forgetful;
  #opening;
  /** @type {IDBDatabase | null} */
  #db = null;
  #failed = false;

  /**
   * `factory` is indexedDB; without it all is memory. `placeOf(name)` says which place a name of version 0.1 meant, and
   * `upgraded()` is called once nobody needs to know that any more.
   * @param {{factory: IDBFactory | undefined, clock: Clock, forgetful?: () => void, placeOf?: (name: string) => string, upgraded?: () => void}} uses
   */
  constructor({ factory, clock, forgetful = () => {}, placeOf = placesOf({}), upgraded = () => {} }) {
    this.#forgetful = forgetful;
    this.#opening = open(factory, clock, placeOf).then((db) => {
      upgraded();
      return (this.#db = db);
    });
    this.#opening.catch(() => this.#fail());
  }

  /** Whether things live only as long as the page. */
  get isForgetful() {
    return this.#failed;
  }

  /** @param {Store} store @param {string} key */
  get(store, key) {
    return this.#read(store, (area) => area.get(key), (memory) => memory.get(key));
  }

  /**
   * @param {Store} store
   * @returns {Promise<any[]>}
   */
  all(store) {
    return this.#read(store, (area) => area.getAll(), (memory) => [...memory.values()]);
  }

  /**
   * This and the others that write resolve when that is done, or never will be.
   * @param {Store} store @param {string} key @param {unknown} value
   */
  put(store, key, value) {
    this.#memory[store].set(key, structuredClone(value)); // as IndexedDB does
    return this.#write(store, (area) => area.put(value, key));
  }

  /** @param {Store} store @param {string} key */
  delete(store, key) {
    this.#memory[store].delete(key);
    return this.#write(store, (area) => area.delete(key));
  }

  /** @param {Store} store */
  clear(store) {
    this.#memory[store].clear();
    return this.#write(store, (area) => area.clear());
  }

  /** @param {Store} store @param {(area: IDBObjectStore) => IDBRequest} act @param {(memory: Map<string, any>) => any} remember */
  async #read(store, act, remember) {
    const found = await this.#transact(store, 'readonly', act).catch(() => this.#fail());
    return this.#failed ? remember(this.#memory[store]) : found;
  }

  /** @param {Store} store @param {(area: IDBObjectStore) => IDBRequest} act */
  #write(store, act) {
    return this.#transact(store, 'readwrite', act).catch(() => this.#fail());
  }

  /**
   * @param {Store} store @param {IDBTransactionMode} mode @param {(area: IDBObjectStore) => IDBRequest} act
   * @returns {Promise<any>}
   */
  #transact(store, mode, act) {
    /** @param {IDBDatabase} db */
    const run = (db) => new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.commit();
    });
    return this.#db ? run(this.#db) : this.#opening.then(run);
  }

  #fail() {
    if (this.#failed) return;
    this.#failed = true;
    this.#forgetful();
  }
}

/**
 * @param {IDBFactory | undefined} factory @param {Clock} clock @param {(name: string) => string} placeOf
 * @returns {Promise<IDBDatabase>}
 */
function open(factory, clock, placeOf) {
  return new Promise((resolve, reject) => {
    const request = /** @type {IDBFactory} */ (factory).open('parlance', 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion === 0) stores.forEach((store) => request.result.createObjectStore(store));
      else upgradeDatabase(/** @type {IDBTransaction} */ (request.transaction), placeOf);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // a newer page wants to change the stores
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    clock.later(openWithin, reject);
  });
}
