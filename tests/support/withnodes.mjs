/**
 * Runs a test with two nodes in place of each server, with a database of their own, and a proxy in front that gives each
 * connection to the other node.
 *
 *     node withnodes.mjs COMMAND...
 */
import { spawn } from 'node:child_process';
import { Postgres } from './postgres.mjs';
import { Redis } from './redis.mjs';

const [postgres, redis] = await Promise.all([Postgres.start({ max_connections: 300 }), Redis.start()]);
const [command, ...words] = process.argv.slice(2);
const env = { ...process.env, PARLANCE_TEST_POSTGRES: postgres.folder, PARLANCE_TEST_REDIS: redis.url };
const test = spawn(command, words, { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => test.kill(signal));
const code = await new Promise((done) => test.once('close', (status) => done(status ?? 1)));
await Promise.all([postgres.discard(), redis.discard()]);
process.exitCode = code;
