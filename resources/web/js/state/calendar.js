const lookEvery = 30000; // ms; a machine that slept, or was carried into another time zone, is found out by then

/**
 * Calls `changed()` when another day begins on the reader's clock.
 * @param {import('../net/types.d.ts').Clock} clock @param {() => void} changed
 */
export function watchDays(clock, changed) {
  let shown = new Date(clock.now()).toDateString();
  const look = () => {
    const today = new Date(clock.now()).toDateString();
    if (today !== shown) changed();
    shown = today;
    clock.later(Math.min(lookEvery, untilMidnight(clock.now())), look);
  };
  look();
}

/** @param {number} now */
function untilMidnight(now) {
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  return midnight.getTime() - now;
}
