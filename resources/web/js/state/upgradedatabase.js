/** @import { Draft, Entry } from './types.d.ts' */

/**
 * Puts the messages and drafts of version 0.1, which were kept under names of rooms, under their places. Runs within the
 * transaction that gives the database its new version: that happens once and as a whole, or not at all.
 * @param {IDBTransaction} transaction @param {(name: string) => string} placeOf
 */
export function upgradeDatabase(transaction, placeOf) {
  readAll(transaction.objectStore('outbox'), (outbox, key, entry) => {
    if (isKept(entry)) outbox.put({ ...entry, room: placeOf(entry.room) }, key);
  });
  readAll(transaction.objectStore('drafts'), (drafts, key, kept) => {
    const draft = draftOf(key, kept);
    drafts.delete(key);
    if (isKept(draft)) drafts.put({ ...draft, room: placeOf(draft.room) }, draftKey(draft.page, placeOf(draft.room)));
  });
}

/** @param {string} page @param {string} room */
export const draftKey = (page, room) => `${page} ${room}`;

/** @param {any} kept @returns {kept is Entry | Draft} */
const isKept = (kept) => typeof kept?.room === 'string';

/**
 * The first drafts were mere texts under the room's name, and of no page.
 * @param {IDBValidKey} key @param {any} kept
 */
const draftOf = (key, kept) => (typeof kept === 'string' ? { page: '', userId: null, room: key, text: kept, edit: null, at: 0 } : kept);

/** @param {IDBObjectStore} store @param {(store: IDBObjectStore, key: IDBValidKey, value: any) => void} each */
function readAll(store, each) {
  const keys = store.getAllKeys(); // of all before the first is written anew
  const values = store.getAll();
  values.onsuccess = () => keys.result.forEach((key, at) => each(store, key, values.result[at]));
}
