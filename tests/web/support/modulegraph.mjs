import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const web = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../resources/web');
const js = path.join(web, 'js');
const staticImport = /^(?:import|export)\b[^;(]*?from '(\.[^']+)'|^import '(\.[^']+)'/gm;
const dynamicImport = /\bimport\('(\.[^']+)'\)/g;

/** Bytes of a file of the page as the server sends them. */
export const packedSize = (file) => gzipSync(readFileSync(path.join(web, file)), { level: 9 }).length;

/**
 * The page's modules by their place in js/, and what each needs: `needs` is imported with it, `loads` on demand.
 * Comments are taken out first, since types are imported in them.
 */
export function readModules() {
  const files = readdirSync(js, { recursive: true }).filter((file) => file.endsWith('.js')).map((file) => file.replaceAll(path.sep, '/'));
  return new Map(files.map((file) => {
    const text = readFileSync(path.join(js, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const found = (pattern) => [...text.matchAll(pattern)].map(([, a, b]) => path.posix.join(path.posix.dirname(file), a ?? b));
    return [file, { needs: found(staticImport), loads: found(dynamicImport) }];
  }));
}

/** A module and all that is imported with it. */
export function closure(modules, entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const needed of modules.get(entry).needs) closure(modules, needed, seen);
  return seen;
}

/**
 * What is loaded on demand: entry -> the modules that come with it, without those that are there whenever it is asked for: the
 * first load's, and those of every part that asks.
 */
export function parts(modules, first) {
  const entries = [...new Set([...modules.values()].flatMap(({ loads }) => loads))];
  const whole = new Map(entries.map((entry) => [entry, closure(modules, entry)]));

  /** What is there when `entry` is asked for, by whomever. */
  function before(entry, path = []) {
    const askers = [...modules].filter(([, { loads }]) => loads.includes(entry)).map(([asker]) => asker);
    const theirs = askers.flatMap((asker) => {
      if (first.has(asker)) return [first];
      const loading = entries.filter((other) => other !== entry && !path.includes(other) && whole.get(other).has(asker));
      return loading.map((other) => new Set([...first, ...whole.get(other), ...before(other, [...path, entry])]));
    });
    return new Set([...theirs[0] ?? first].filter((module) => theirs.every((set) => set.has(module))));
  }

  return new Map(entries.map((entry) => {
    const there = before(entry);
    return [entry, [...whole.get(entry)].filter((module) => !there.has(module))];
  }));
}
