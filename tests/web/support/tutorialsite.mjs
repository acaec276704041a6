import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const files = { '/': ['tutorial.html', 'text/html'], '/tutorial.js': ['tutorial.js', 'text/javascript'] };

/** Serves the tutorial's page from a port, and so an origin, of its own. */
export async function serveTutorial() {
  const server = createServer(async (request, response) => {
    const [name, type] = files[new URL(request.url, 'http://localhost').pathname] ?? [];
    response.writeHead(name ? 200 : 204, name && { 'content-type': type });
    response.end(name && await readFile(new URL(name, import.meta.url)));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
