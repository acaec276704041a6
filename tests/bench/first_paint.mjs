// How long the page takes to its first paint, and the same for a page of one line from the same browser in the same run.
// Each visit is a new profile, so nothing comes from a cache.
// usage: node first_paint.mjs [VISITS]
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { Server } from '../support/parlanced.mjs';

const visits = Number(process.argv[2] ?? 15);

async function firstPaint(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url);
  const time = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true });
      }),
  );
  await context.close();
  return time;
}

function describe(name, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(0);
  return { median: Number(at(0.5)), line: `${name} ${at(0.5)} ms (${at(0)} to ${at(1)})` };
}

const plain = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>.</title><p>One line.</p>'));
await new Promise((resolve) => plain.listen(0, '127.0.0.1', resolve));
const server = await Server.start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
try {
  const times = { ours: [], plain: [] };
  for (let visit = 0; visit <= visits; ++visit) {
    const ours = await firstPaint(browser, server.url);
    const line = await firstPaint(browser, `http://127.0.0.1:${plain.address().port}/`);
    if (visit === 0) continue; // the browser starts its processes
    times.ours.push(ours);
    times.plain.push(line);
  }
  const ours = describe('page', times.ours);
  const line = describe('a page of one line', times.plain);
  console.log(`first paint in Chromium: ${ours.line}; ${line.line}; ${(ours.median / line.median).toFixed(1)} x`);
} finally {
  await browser.close();
  plain.close();
  await server.discard();
}
