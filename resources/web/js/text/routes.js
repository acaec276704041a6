import { normal } from './people.js';

/**
 * Addresses within the page: #/room, #/room/42 (the message with that seq), #/room?key=… (an invitation with the server's
 * password). Names are percent-encoded.
 * @param {string | null} hash
 */
export function parseRoute(hash) {
  const match = /^#\/([^/?]*)(?:\/(\d{1,15}))?\/?(?:\?(.*))?$/.exec(hash ?? '');
  const room = match ? normal(decode(match[1])) : '';
  const key = match ? decode(/(?:^|&)key=([^&]*)/.exec(match[3] ?? '')?.[1] ?? '') : '';
  return { room: room || null, seq: match?.[2] ? Number(match[2]) : null, key: key || null };
}

/** @param {string} room */
export const roomHash = (room) => `#/${encode(room)}`;

/** @param {string} room @param {number | string} seq */
export const messageHash = (room, seq) => `#/${encode(room)}/${seq}`;

/** @param {string} room @param {string} [key] */
export const inviteHash = (room, key) => (key ? `#/${encode(room)}?key=${encode(key)}` : roomHash(room));

// Parentheses and the like would be taken for the end of an address where people paste it.
/** @param {string} text */
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
