/**
 * Time as the rest of the page sees it, so that tests can turn the hands. `later` returns what cancels it.
 * @type {import('./types.d.ts').Clock}
 */
export const systemClock = {
  now: () => Date.now(),
  later(delay, action) {
    const timer = setTimeout(action, delay);
    return () => clearTimeout(timer);
  },
};
