import { normal } from './people.js';

const byName = /^#\/([^/?]*)(?:\/(\d{1,15}))?\/?(?:\?(.*))?$/;
const byId = /^#\/r\/([^/?]+)(?:\/(\d{1,15}))?\/?(?:\?(.*))?$/;
const byLink = /^#\/(owner|invite|reset|transfer)\/(p[oirt]_[\w-]{43})\/?$/;
const id = /^(?!\d+$)[\x21-\x7e]{1,64}$/; // a number behind r/ is a message's place in the room that is called r

/**
 * Addresses within the page: #/NAME and #/r/ID lead to a room, with /42 behind them to its message with that seq, and with
 * ?key=… they are an invitation with the server's password. Names and ids are percent-encoded. An address by id finds its
 * room under every name. `room` is the id; either that or `name` is null, or both are where the address leads nowhere.
 * tests/golden/text/routes.json holds this and the app's client/models/routes.cpp equal.
 * @param {string | null} [hash]
 */
export function parseRoute(hash) {
  const found = byId.exec(hash ?? '');
  const room = idOf(found?.[1] ?? '');
  const [, named = '', seq, query = ''] = (room ? found : byName.exec(hash ?? '')) ?? [];
  const key = decode(/(?:^|&)key=([^&]*)/.exec(query)?.[1] ?? '');
  return { room, name: (!room && normal(decode(named))) || null, seq: seq ? Number(seq) : null, key: key || null };
}

/**
 * The secret of a link that makes an account or signs in, or null where the address is none.
 * @param {string | null} [hash]
 * @returns {{kind: 'owner' | 'invite' | 'reset' | 'transfer', token: string} | null}
 */
export function parseLink(hash) {
  const [, kind, token] = byLink.exec(hash ?? '') ?? [];
  return kind ? { kind: /** @type {'owner' | 'invite' | 'reset' | 'transfer'} */ (kind), token } : null;
}

/** @param {string} text */
function idOf(text) {
  const room = decode(text);
  return id.test(room) ? room : null;
}

/**
 * The part of an address that leads to a room of the page that is open at `page`, or null where it leads elsewhere. An
 * invitation leads to its room: whoever reads it here is in.
 * @param {string} href @param {string} page
 */
export function hashWithin(href, page) {
  if (!URL.canParse(href)) return null;
  const [url, own] = [new URL(href), new URL(page)];
  const folder = (/** @type {URL} */ { pathname }) => pathname.replace(/index\.html$/, '');
  if (url.origin !== own.origin || folder(url) !== folder(own) || url.search) return null;
  const { room, name, seq } = parseRoute(url.hash);
  if (room !== null) return idHash(room) + (seq === null ? '' : `/${seq}`);
  return name === null ? null : seq === null ? roomHash(name) : messageHash(name, seq);
}

/** @param {string} name */
export const roomHash = (name) => `#/${encode(name)}`;

/** @param {string} name @param {number | string} seq */
export const messageHash = (name, seq) => `#/${encode(name)}/${seq}`;

/** @param {string} name @param {string} [key] */
export const inviteHash = (name, key) => (key ? `#/${encode(name)}?key=${encode(key)}` : roomHash(name));

/** @param {string} room */
export const idHash = (room) => `#/r/${encode(room)}`;

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
