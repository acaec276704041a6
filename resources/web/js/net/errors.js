/** What the page does about an error code: some pass by themselves, the others need a person. */
const passes = new Set(['rate_limited', 'busy']);

/** @param {string} code */
export const mayTryAgain = (code) => passes.has(code);

/**
 * 4500-4999: do not come back until a person acts. Every other close code, unknown ones too, comes back.
 * @param {number} closeCode
 */
export const comesBack = (closeCode) => closeCode < 4500 || closeCode > 4999;

/** The close code of a server that does not understand this page any more; as an error, it is `protocol_version`. */
export const tooOld = 4501;

/** @type {Record<number, string>} */
const reasons = {
  4500: 'You are not allowed on this server.',
  [tooOld]: 'This page is too old for the server. Reload it.',
  4502: 'You were signed out on another device.',
};

/**
 * A sentence for people about a connection that the server closed for good.
 * @param {number} [code] @param {string} [reason]
 */
export const closeReason = (code, reason) => reasons[Number(code)] ?? (reason ? `The server said: ${reason}` : 'The server closed the connection.');

/**
 * A request that got no reply because the connection went away.
 * @type {import('./types.d.ts').Refusal}
 */
export const connectionLost = { code: 'connection_lost', message: 'The connection was lost. Try again.' };

/**
 * A sentence for people from an `error` frame, which may begin with the path of a field: "text: is longer than …".
 * @param {{message?: string}} error
 */
export function sentence(error) {
  const text = String(error?.message || 'Something went wrong').replace(/^([a-z]+): (?=(?:is|must) )/, 'The $1 ');
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
