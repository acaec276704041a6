const key = 'parlance.reloaded';

/**
 * The name of the build that a module belongs to, by its address: …/js/BUILD/main.js.
 * @param {string} address
 */
export const buildOf = (address) => /\/js\/([^/]+)\/[^/]*$/.exec(address)?.[1] ?? '';

/**
 * Asks the server for a module: 'here', 'gone' where the server has another build, or 'unreachable'.
 * @param {string} address @param {(address: string, options: RequestInit) => Promise<Pick<Response, 'ok' | 'status'>>} fetch
 * @returns {Promise<'here' | 'gone' | 'unreachable'>}
 */
export async function findBuild(address, fetch) {
  try {
    const { ok, status } = await fetch(address, { method: 'HEAD', cache: 'no-store' });
    return ok ? 'here' : status === 404 ? 'gone' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/**
 * Loads the page anew by `reload()`, once for each build and tab: a cache on the way may go on giving out the page of an old
 * one. Returns false where that was done before, or cannot be remembered in `memory` (sessionStorage).
 * @param {string} build @param {Storage | undefined} memory @param {() => void} reload
 */
export function reloadOnce(build, memory, reload) {
  try {
    if (!memory || memory.getItem(key) === build) return false;
    memory.setItem(key, build);
  } catch {
    return false;
  }
  reload();
  return true;
}
