export const patience = 60000; // ms for what must happen sooner or later, on a loaded machine, too

/** Tries again until `check` does not throw, and throws what it threw last when patience is over. */
export async function eventually(check, within = patience) {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** `promise`, or after `limit` ms an error that names `what` was waited for. For calls that have no time limit of their own. */
export async function inTime(promise, what, limit = patience) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
