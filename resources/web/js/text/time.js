/** How times read. The hour follows the reader's own habit, words are English like the rest of the page. */
const hour = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const thisYear = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const dateAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {number} at */
export const clockTime = (at) => hour.format(at);

/** @param {number} at */
export const fullTime = (at) => `${full.format(at)}, ${hour.format(at)}`;

/** @param {number | Date} a @param {number | Date} b */
export const sameDay = (a, b) => new Date(a).toDateString() === new Date(b).toDateString();

/** @param {number} at @param {number} now */
export function dayName(at, now) {
  if (sameDay(at, now)) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (sameDay(at, yesterday)) return 'Yesterday';
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? thisYear : full).format(at);
}

/** @type {[number, string][]} */
const steps = [[60, 'minute'], [24, 'hour'], [7, 'day'], [5, 'week']];

/**
 * "5 minutes ago"; a date when it is long ago.
 * @param {number} at @param {number} now
 */
export function ago(at, now) {
  let count = Math.floor((now - at) / 60000);
  if (count < 1) return 'just now';
  for (const [size, unit] of steps) {
    if (count < size) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
    count = Math.floor(count / size);
  }
  return `on ${dayName(at, now)}`;
}

/**
 * When somebody was last here, as the app says it: client/ui/rooms/lastseen.cpp.
 * @param {number} at @param {number} now
 */
export function lastSeenAt(at, now) {
  const minutes = Math.floor((now - at) / 60000);
  if (minutes < 1) return 'seen just now';
  if (minutes < 60) return minutes === 1 ? 'seen a minute ago' : `seen ${minutes} minutes ago`;
  const day = dayName(at, now);
  if (day === 'Today' || day === 'Yesterday') return `seen ${day.toLowerCase()} at ${clockTime(at)}`;
  return `seen on ${(new Date(at).getFullYear() === new Date(now).getFullYear() ? date : dateAndYear).format(at)}`;
}
