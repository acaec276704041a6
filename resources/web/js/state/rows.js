import { tagsAmong } from '../text/people.js';
import { dayName, sameDay } from '../text/time.js';

/** @import { Entry, Fate, Me, Message, MessageRow, Notice, Row, Shown } from './types.d.ts' */

export const groupWithin = 5 * 60 * 1000; // ms between two messages of one group

/**
 * What the log shows, from top to bottom: days, the new-messages line, system lines, messages grouped by author and time,
 * then what is still on its way. The time stands at the last of each minute. Pure: the same state gives the same rows, and a
 * row with the same key and mark needs no new drawing. `users` are present, by id; among them and those who wrote what is shown,
 * people of one name get tags.
 * @param {{messages: Message[], users?: Map<string, string>, notices?: Notice[], outbox?: Entry[], line?: number | null, me: Me | null, withNotices?: boolean, waits?: number, now?: number, isConnected?: boolean}} shown
 * @returns {Row[]}
 */
export function rowsOf({ messages, users = new Map(), notices = [], outbox = [], line = null, me, withNotices = true, waits = 0, now = 0, isConnected = true }) {
  /** @type {Row[]} */
  const rows = [];
  const pending = [...notices];
  const changes = new Map(outbox.filter(({ id }) => id).map((entry) => [entry.id, entry]));
  const last = messages.at(-1)?.n ?? 0;
  /** @type {number | null} */
  let lastDay = null;
  /** @type {Shown | null} */
  let previous = null;

  /**
   * Those before message number `before`, which was sent at `latest` by the server's clock: the page's may be ahead of it.
   * @param {number} before @param {number} [latest]
   */
  const takeNotices = (before, latest = Infinity) => {
    while (pending.length && pending[0].after < before) {
      const [notice] = pending.splice(0, 1);
      if (!withNotices || notice.after < (messages[0]?.n ?? 1) - 1) continue;
      takeDay(Math.min(notice.at, latest));
      rows.push({ kind: 'notice', key: notice.key, mark: String(notice.rev), notice });
      previous = null;
    }
  };
  /** @param {number} at */
  const takeDay = (at) => {
    if (previous && sameDay(previous.timestamp, at)) return;
    if (lastDay !== null && (at < lastDay || sameDay(lastDay, at))) return;
    rows.push({ kind: 'day', key: `day:${new Date(at).toDateString()}`, mark: dayName(at, now), at });
    lastDay = at;
    previous = null;
  };
  /** @param {Omit<MessageRow, 'kind' | 'starts' | 'ends' | 'stamped' | 'tag'>} row */
  const takeMessage = (row) => {
    const starts = !previous || !belongs(previous, row.message);
    const above = rows.at(-1);
    if (previous && !starts && above?.kind === 'message') {
      above.ends = false;
      above.stamped = above.state !== 'sent' || !sameMinute(previous.timestamp, row.message.timestamp);
    }
    rows.push({ ...row, kind: 'message', starts, ends: true, stamped: true, tag: '' });
    previous = row.message;
  };

  for (const message of messages) {
    takeNotices(message.n, message.timestamp);
    takeDay(message.timestamp);
    if (message.n === line) {
      rows.push({ kind: 'line', key: 'line', mark: '' });
      previous = null;
    }
    if (message.gone) continue; // until the event comes that says why
    const own = message.userId === me?.userId;
    const key = own && message.nonce ? `nonce:${message.nonce}` : message.id;
    const entry = own ? changeOf(message, changes) : undefined;
    const fate = fateOf(entry, waits, isConnected);
    const shown = entry?.text && fate.state === 'pending' ? { ...message, text: entry.text } : message;
    takeMessage({ key, own, ...fate, message: shown, mark: `${message.rev}:${fate.mark}` });
  }
  takeNotices(last + 1);
  const arrived = new Set(messages.filter(({ userId }) => userId === me?.userId).map(({ nonce }) => nonce));
  for (const entry of outbox) {
    if (entry.id || arrived.has(entry.nonce)) continue;
    takeDay(entry.at);
    takeMessage({ key: `nonce:${entry.nonce}`, message: messageOf(entry, me), own: true, ...fateOf(entry, waits, isConnected) });
  }
  const tagOf = tagsAmong([...users, ...messages.map(({ userId, username }) => /** @type {[string, string]} */ ([userId, username]))]);
  for (const row of rows) {
    if (row.kind !== 'message') continue;
    if (!row.own) row.tag = tagOf(row.message.userId, row.message.username);
    row.mark += `:${row.starts}:${row.ends}:${row.stamped}:${row.message.username}:${row.tag}`;
  }
  return rows;
}

/**
 * The change to a message that shows. Of changes to a deleted one, only an edit that failed: its text is nowhere else.
 * @param {Message} message @param {Map<string | undefined, Entry>} changes
 */
function changeOf({ id, deleted }, changes) {
  const entry = changes.get(id);
  return deleted && !(entry?.text && entry.state === 'failed') ? undefined : entry;
}

/**
 * What has become so far of what one wrote, or of how one changed it.
 * @param {Entry | undefined} entry @param {number} waits @param {boolean} isConnected
 * @returns {Fate}
 */
function fateOf(entry, waits, isConnected) {
  if (!entry) return { state: 'sent', mark: '' };
  const state = entry.state === 'failed' ? 'failed' : 'pending';
  return { state, entry, waits, isConnected, mark: `${entry.nonce}:${entry.text}:${state}:${entry.reason ?? ''}:${state === 'pending' ? `${waits}:${isConnected}` : ''}` };
}

/** @param {number} a @param {number} b */
const sameMinute = (a, b) => Math.floor(a / 60000) === Math.floor(b / 60000);

/**
 * @param {Entry} entry @param {Me | null} me
 * @returns {Shown}
 */
const messageOf = (entry, me) => ({
  userId: me?.userId ?? entry.userId ?? '',
  username: me?.username ?? '',
  text: entry.text,
  style: entry.style,
  timestamp: entry.at,
  nonce: entry.nonce,
});

/** @param {Shown} previous @param {Shown} message */
function belongs(previous, message) {
  return previous.userId === message.userId
    && previous.username === message.username
    && previous.style !== 'me'
    && message.style !== 'me'
    && Math.abs(message.timestamp - previous.timestamp) < groupWithin;
}
