/** @import { Frame } from './types.d.ts' */

/**
 * Every message of the full protocol that the page sends or understands. Shapes only: what they mean is in
 * common/PROTOCOL.md, what they change is in state/.
 */

/** @type {Record<string, string[]>} */
const requests = {
  hello: ['protocol', 'client', 'token', 'name', 'password', 'capabilities'],
  sign_in: ['protocol', 'client', 'handle', 'password', 'device', 'former'],
  second_factor: ['ticket', 'code'],
  register: ['protocol', 'client', 'invite', 'handle', 'name', 'password', 'device'],
  redeem: ['protocol', 'client', 'token', 'handle', 'name', 'password', 'device'],
  join: ['room', 'name', 'make', 'since', 'log'],
  leave: ['room'],
  message: ['room', 'text', 'nonce', 'style'],
  edit: ['room', 'id', 'text', 'nonce'],
  delete: ['room', 'id', 'nonce'],
  topic: ['room', 'text', 'nonce'],
  set_room: ['room', 'name', 'nonce'],
  typing: ['room', 'isTyping'],
  read: ['room', 'n'],
  history: ['room', 'before', 'after', 'around', 'limit'],
  rooms: ['contains', 'after', 'limit'],
  members: ['room', 'prefix', 'after', 'limit'],
  memberships: ['after'],
  rename: ['name'],
  set_password: ['former', 'password'],
  devices: [],
  revoke_device: ['device'],
  make_invite: ['room', 'uses', 'expires'],
  invites: [],
  revoke_invite: ['invite'],
  reauthenticate: ['password'],
  totp_begin: [],
  totp_confirm: ['code'],
  totp_remove: [],
  make_transfer: [],
  ping: [],
};

/**
 * A frame to send. Fields that are undefined are left out; one that the protocol does not know is a mistake here.
 * @param {string} type @param {Record<string, unknown>} fields
 * @returns {Frame}
 */
export function request(type, fields = {}) {
  const names = requests[type];
  for (const name of Object.keys(fields)) {
    if (name !== 'ref' && fields[name] !== undefined && !names.includes(name)) throw new TypeError(`${type} has no field ${name}`);
  }
  /** @type {Frame} */
  const frame = { type };
  for (const name of [...names, 'ref']) {
    if (fields[name] !== undefined) frame[name] = fields[name];
  }
  return frame;
}

/** @type {Record<string, string>} */
const durable = {
  message: 'id userId username timestamp# nonce',
  edited: 'id userId timestamp# nonce',
  deleted: 'id userId timestamp# nonce',
  topic_changed: 'userId username text timestamp# nonce',
  room_changed: 'name timestamp# nonce',
};

/** @type {Record<string, string>} */
const passing = {
  welcome: 'userId username heartbeat# rooms[] limits{}',
  joined: 'room log name topic head# n# read# users[] userCount#',
  sent: 'room nonce seq#',
  typing: 'room userId username isTyping?',
  presence: 'room joined[] left[] userCount#',
  renamed: 'userId username',
  room_joined: 'membership{}',
  room_left: 'room reason',
  read_moved: 'room read#',
  history: 'room messages[] moreBefore? moreAfter? asOf#',
  rooms: 'rooms[] more?',
  members: 'room members[] more?',
  memberships: 'rooms[] more?',
  devices: 'devices[]',
  invite_made: 'invite{} token',
  invites: 'invites[]',
  second_factor: 'ticket',
  totp_begun: 'secret uri',
  recovery_codes: 'codes[]',
  transfer_made: 'token expires#',
  heartbeat: 'heads{}',
  ok: 'ref',
  error: 'code message',
};

/** @type {Record<string, (value: any) => boolean>} */
const isKind = {
  '#': Number.isSafeInteger,
  '?': (value) => typeof value === 'boolean',
  '[]': Array.isArray,
  '{}': (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  '': (value) => typeof value === 'string',
};

/** Those with a text, but for one that is gone: it was edited or deleted since, and the event that did it follows. */
const withText = ['message', 'edited'];

/** @param {Frame} frame @param {string} shape */
function fits(frame, shape) {
  return shape.split(' ').every((field) => {
    const [, name, kind] = /** @type {string[]} */ (/^(\w+)(\W*)$/.exec(field));
    return isKind[kind](frame[name]);
  });
}

const position = 'room seq# n#';

/**
 * What a frame from the server is: 'durable' (an entry of a room's log, also of a type that is newer than this page),
 * 'passing' (anything else that is known), or null for what has to be ignored.
 * @param {any} frame
 */
export function familyOf(frame) {
  if (!isKind['{}'](frame) || typeof frame.type !== 'string') return null;
  if (withText.includes(frame.type) && frame.gone !== true && typeof frame.text !== 'string') return null;
  if (Object.hasOwn(durable, frame.type)) return fits(frame, `${position} ${durable[frame.type]}`) ? 'durable' : null;
  if (Object.hasOwn(passing, frame.type)) return fits(frame, passing[frame.type]) ? 'passing' : null;
  return fits(frame, position) ? 'durable' : null;
}

export const requestTypes = Object.keys(requests);
