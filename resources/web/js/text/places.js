/**
 * A place is where a person is or wants to be: a room's id, or, until the server says which id that is, the name by which they
 * asked for the room. The sign tells them apart, since ids are ASCII.
 */
const sign = '»';

/** @param {string} name */
export const placeNamed = (name) => sign + name;

/**
 * The name by which a place was asked for; null for an id.
 * @param {string | null | undefined} place
 */
export const nameOfPlace = (place) => (place?.startsWith(sign) ? place.slice(sign.length) : null);
