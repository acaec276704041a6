import { refusedHere } from './errors.js';

/** @import { Socket, SocketEvents } from './types.d.ts' */

const patience = 3000; // ms that the server may take to say why it refused

/** Addresses at which this page has been connected: whatever goes wrong there later is no refusal of the page. */
const welcoming = new Set();

/**
 * One browser WebSocket that speaks JSON objects. After close() nothing is reported any more, so that whoever opens the
 * next one never hears of the last. Browsers say nothing of why one was refused, so the server is asked, until one was open:
 * where it will refuse this page's next one, too, that is a close code for good.
 * @param {string} url @param {SocketEvents} events
 * @returns {Socket}
 */
export function openSocket(url, { opened, frame, closed }) {
  const socket = new WebSocket(url);
  let silent = false;

  socket.addEventListener('open', () => {
    welcoming.add(url);
    if (!silent) opened();
  });
  socket.addEventListener('close', async ({ code, reason }) => {
    if (silent) return;
    const why = welcoming.has(url) ? '' : await whyRefused(url);
    if (silent) return;
    if (why) closed(refusedHere, why);
    else closed(code, reason);
  });
  socket.addEventListener('message', (event) => {
    if (silent) return;
    const object = parse(event.data);
    if (object) frame(object);
  });

  return {
    send(object) {
      const isOpen = socket.readyState === WebSocket.OPEN;
      if (isOpen) socket.send(JSON.stringify(object));
      return isOpen;
    },
    close() {
      silent = true;
      socket.close(1000);
    },
  };
}

/**
 * '' where the server would let this page connect, or cannot be asked.
 * @param {string} url
 */
async function whyRefused(url) {
  try {
    const answer = await fetch(`${url.replace(/^ws/, 'http')}/why`, { cache: 'no-store', signal: AbortSignal.timeout(patience) });
    const isText = answer.headers.get('Content-Type')?.startsWith('text/plain');
    return answer.ok && isText ? (await answer.text()).trim() : '';
  } catch {
    return '';
  }
}

/** @param {string} data */
function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/**
 * ws(s)://<same host>/<same folder>/ws, also where a proxy serves the page from a sub-path.
 * @param {{href: string}} location
 */
export function socketUrl(location) {
  const url = new URL('ws', location.href.split(/[?#]/)[0]);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
