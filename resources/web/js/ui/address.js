import { parseRoute, roomHash } from '../text/routes.js';

/**
 * What the address in the bar says: {room, seq, key}. An invitation's key is kept, and taken out of the address.
 * @param {import('../state/settings.js').Settings} settings
 */
export function readAddress(settings) {
  const { room, seq, key } = parseRoute(location.hash);
  if (key) {
    settings.set('password', key);
    history.replaceState(null, '', room ? roomHash(room) : location.pathname);
  }
  return { room, seq, key };
}
