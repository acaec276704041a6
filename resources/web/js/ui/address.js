import { placeNamed } from '../text/places.js';
import { idHash, parseRoute, roomHash } from '../text/routes.js';

/**
 * The place to which a route leads, or null.
 * @param {Pick<ReturnType<typeof parseRoute>, 'room' | 'name'>} route
 */
export const placeOf = ({ room, name }) => room ?? (name === null ? null : placeNamed(name));

/**
 * What the address in the bar says: {place, name, seq, key}. Entries that the page itself made in the browser's history have
 * the room's id, which leads there whatever the room is called by now. An invitation's key is kept, and taken out of the address.
 * @param {import('../state/settings.js').Settings} settings
 */
export function readAddress(settings) {
  const route = parseRoute(location.hash);
  const { room, name, seq, key } = route;
  const place = placeOf({ room: name === null ? room : history.state?.room ?? null, name });
  if (key) {
    settings.set('password', key);
    history.replaceState(history.state, '', room ? idHash(room) : name ? roomHash(name) : location.pathname);
  }
  return { place, name, seq, key };
}
