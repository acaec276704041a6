import { placeNamed } from '../text/places.js';

/** @import { Storage } from './storage.js' */

/**
 * What version 0.1 kept under names of rooms goes under their ids. The server gave each room of that time the id of its log,
 * so the log that was kept with a name says which room was meant; a name without one becomes the place of that name. Each step
 * writes what is new before it removes what is old, and the names go last, so that it goes on wherever a former start ended.
 * The database follows in upgradedatabase.js, from the names that are left in `logs`.
 * @param {Storage} storage
 */
export function upgradeSettings(storage) {
  /** @type {{room: string, log: string | null}[]} */
  const rooms = storage.get('rooms', []);
  const placeOf = placesOf(Object.fromEntries(rooms.map(({ room, log }) => [room, log])));
  /** @param {string} name */
  const place = (name) => ({ room: placeOf(name), name });
  /** @param {string} old @param {string} key @param {(value: any) => unknown} convert */
  const move = (old, key, convert) => {
    const value = storage.get(old);
    if (value === null || storage.set(key, convert(value))) storage.remove(old);
  };

  move('room', 'place', place);
  move('left', 'former', (names) => names.map(place));
  move('muted', 'silenced', (names) => names.map(placeOf));
  if (!rooms.length) return;
  const logs = Object.fromEntries(rooms.flatMap(({ room, log }) => (log ? [[room, log]] : [])));
  const memberships = Object.entries(logs).map(([name, log]) => ({ room: log, log, name }));
  if (storage.set('logs', logs) && storage.set('memberships', memberships)) storage.remove('rooms');
}

/**
 * Gives the function that says which place a name of version 0.1 meant.
 * @param {Record<string, string | null>} logs
 * @returns {(name: string) => string}
 */
export const placesOf = (logs) => (name) => (Object.hasOwn(logs, name) && logs[name]) || placeNamed(name);
