/** What the page does about an error code: some pass by themselves, the others need a person. */
const passes = new Set(['rate_limited', 'busy']);

/** @param {string} code */
export const mayTryAgain = (code) => passes.has(code);

/**
 * 4500-4999: do not come back until a person acts. Every other close code, unknown ones too, comes back.
 * @param {number} closeCode
 */
export const comesBack = (closeCode) => closeCode < 4500 || closeCode > 4999;

/** The close code of a server that speaks another version than this page; as an error, it is `protocol_version`. */
export const tooOld = 4501;

/** Not from the server: this page may not connect, and the reason is in the server's words. */
export const refusedHere = 4999;

/** @type {Record<number, string>} */
const reasons = {
  4500: 'You are not allowed on this server.',
  [tooOld]: 'This page and the server have different versions. Reload the page.',
  4502: 'You were signed out on another device.',
};

/**
 * A sentence for people about a connection that the server closed for good.
 * @param {number} [code] @param {string} [reason]
 */
export const closeReason = (code, reason) => reasons[Number(code)] ?? (code === refusedHere && reason ? reason : reason ? `The server said: ${reason}` : 'The server closed the connection.');

/**
 * A request that got no reply because the connection went away.
 * @type {import('./types.d.ts').Refusal}
 */
export const connectionLost = { code: 'connection_lost', message: 'The connection was lost. Try again.' };

/**
 * A sentence for people from an `error` frame. A message about one field begins with its name: "text: is longer than …".
 * @param {{code?: string, field?: string, message?: string}} error
 */
export function sentence({ code, field, message }) {
  if (code === 'protocol_version') return reasons[tooOld];
  const text = String(message || 'Something went wrong');
  const about = field && text.startsWith(`${field}: `) ? `The ${field} ${text.slice(field.length + 2)}` : text;
  return /[.!?]$/.test(about) ? about : `${about}.`;
}
