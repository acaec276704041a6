/** @import { Events } from '../net/protocol.d.ts' */

const guesses = 6; // after these the rest is halved, whatever the numbers suggest
const attempts = 24;

/**
 * Finds the page of history that holds message number `n`. History is asked for by `seq`, which only grows with `n`, so the
 * place is guessed between two messages that are known, as one opens a dictionary. `ask(seq)` gives the page around `seq`;
 * `last` is the newest message's place. Gives null where there is no such message.
 * @param {(seq: number) => Promise<Events['history']>} ask @param {number} n @param {{seq: number, n: number}} last
 */
export async function pageWith(ask, n, last) {
  let low = { seq: 0, n: 0 };
  let high = { seq: last.seq + 1, n: last.n + 1 };
  for (let attempt = 0; attempt < attempts && high.seq - low.seq > 1; attempt += 1) {
    const part = attempt < guesses ? (n - low.n) / (high.n - low.n) : 0.5;
    const guess = low.seq + Math.round((high.seq - low.seq) * part);
    const seq = Math.min(Math.max(guess, low.seq + 1), high.seq - 1);
    const page = await ask(seq);
    const [first, end] = [page.messages[0], page.messages.at(-1)];
    if (page.messages.some((message) => message.n === n)) return page;
    if (!first || !end) return null;
    if (first.n > n) high = first;
    else if (end.n < n) low = end;
    else return null;
  }
  return null;
}
