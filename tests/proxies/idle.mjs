// A WebSocket through a proxy that says nothing. Its bytes are the server's pings alone: it is a plain client, which
// gets no heartbeats.
import { Client } from '../protocol/client.mjs';

/** Waits so long, in milliseconds. Resolves to how it was closed meanwhile, or to null if it still works then. */
export async function idleFor(proxy, milliseconds) {
  const client = await Client.connect(proxy.wsUrl, proxy.from('127.0.0.2'));
  await client.joinPlain('ann', 'general');
  const closed = await Promise.race([client.closed, new Promise((done) => setTimeout(done, milliseconds, null))]);
  if (closed) return closed;
  client.send({ type: 'message', text: 'still here' });
  await client.until('message');
  await client.end();
  return null;
}
