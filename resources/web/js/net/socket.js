/** @import { Socket, SocketEvents } from './types.d.ts' */

/**
 * One browser WebSocket that speaks JSON objects. After close() nothing is reported any more, so that whoever opens the
 * next one never hears of the last.
 * @param {string} url @param {SocketEvents} events
 * @returns {Socket}
 */
export function openSocket(url, { opened, frame, closed }) {
  const socket = new WebSocket(url);
  let silent = false;

  socket.addEventListener('open', () => silent || opened());
  socket.addEventListener('close', (event) => silent || closed(event.code, event.reason));
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
