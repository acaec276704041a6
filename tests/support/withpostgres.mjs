/**
 * Runs a test with servers that keep their logs in PostgreSQL, each in a database of its own.
 *
 *     node withpostgres.mjs COMMAND...
 */
import { spawn } from 'node:child_process';
import { Postgres } from './postgres.mjs';

const postgres = await Postgres.start({ max_connections: 200 });
const [command, ...words] = process.argv.slice(2);
const test = spawn(command, words, { stdio: 'inherit', env: { ...process.env, PARLANCE_TEST_POSTGRES: postgres.folder } });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => test.kill(signal));
const code = await new Promise((done) => test.once('close', (status) => done(status ?? 1)));
await postgres.discard();
process.exitCode = code;
