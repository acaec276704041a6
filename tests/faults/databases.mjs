// The PostgreSQL of several nodes: a primary, whose tables are on a disk that can be full, and at times a standby that takes its
// place.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/eventually.mjs';
import { giveToPostgres, Postgres } from '../support/postgres.mjs';
import { FaultProxy } from './proxy.mjs';
import { SmallDisk } from './smalldisk.mjs';

const megabytes = 500; // at most; it takes what is on it
const spaceIn = (folder) => join(folder, 'space');

/** The disk for a PostgreSQL's tables, where this machine lets us mount one; else an ordinary folder. */
class Space {
  disk = null;

  runIn = async (folder) => {
    await mkdir(spaceIn(folder));
    await giveToPostgres(spaceIn(folder));
    this.disk = await SmallDisk.atAsRoot(spaceIn(folder), megabytes);
    if (!this.disk) return [];
    await giveToPostgres(this.disk.path);
    return this.disk.command;
  };
}

export class Databases {
  #settings;
  #spaces = [null, null];
  #servers = [null, null]; // two places where there may be one; nodes try both
  #at = 0; // the primary's place
  name = '';

  static async start(settings) {
    const all = new this();
    all.#settings = { ...settings, dynamic_shared_memory_type: 'mmap' }; // nothing of it is left by a kill -9
    const space = new Space();
    all.#spaces[0] = space;
    all.#servers[0] = await Postgres.start(all.#settings, space.runIn);
    await all.sql(`CREATE TABLESPACE small LOCATION '${spaceIn(all.primary.folder)}'`, 'postgres');
    await all.sql('CREATE DATABASE chat TABLESPACE small', 'postgres');
    all.name = 'chat';
    return all;
  }

  static places = [0, 1];

  get primary() {
    return this.#servers[this.#at];
  }

  /** Where the primary is. */
  get place() {
    return this.#at;
  }

  get url() {
    return this.primary.url(this.name);
  }

  /** The socket of the server at a place; nobody listens there if there is none. */
  socketAt(place) {
    return join(this.#servers[place]?.folder ?? '/nowhere', '.s.PGSQL.5432');
  }

  sql(statement, database = this.name) {
    return this.primary.ask(this.primary.url(database), statement);
  }

  /** Nothing can be written for so long as `during` takes; false where the machine allows no such disk. */
  async fillDisk(during) {
    const { disk } = this.#spaces[this.#at];
    if (!disk) return false;
    await disk.shrink();
    await during();
    await disk.grow(megabytes);
    return true;
  }

  /**
   * A standby follows for a while; then the primary dies, and it takes its place.
   * isSynchronous: commits wait for it. Else it misses what is written in the last `lag` ms.
   * note(op): is told when the standby has everything so far ('copied'), and when the primary is dead ('failover').
   * hides: nodes are made to believe that it is the same history as before, which is a bug.
   */
  async failOver({ isSynchronous, lag, note = () => {}, hides = false }) {
    const line = await FaultProxy.to(this.socketAt(this.#at), () => ({ pass: (bytes) => bytes }));
    const space = new Space();
    let standby = null;
    try {
      const primary = `host=127.0.0.1 port=${line.port}`;
      const moved = (folder) => ({ [spaceIn(this.primary.folder)]: spaceIn(folder) });
      standby = await Postgres.startStandby(primary, this.#settings, space.runIn, moved);
      if (!hides) this.#servers[1 - this.#at] = standby;
      await this.#untilItFollows();
      if (isSynchronous) await this.#makeCommitsWait();
      await this.#untilItHasAll(standby, note);
      if (!isSynchronous) line.blackhole();
      await new Promise((done) => setTimeout(done, lag));
      await this.primary.kill();
      note('failover');
    } finally {
      await line.close();
    }
    await standby.promote();
    if (hides) await standby.ask(standby.url(this.name), hideTimeline);
    await this.#replace(standby, space);
  }

  async #replace(standby, space) {
    const [former, at] = [this.primary, this.#at];
    this.#servers[1 - at] = standby;
    this.#spaces[1 - at] = space;
    this.#at = 1 - at;
    this.#servers[at] = null;
    await former.discard();
    this.#spaces[at].disk?.discard();
  }

  async #untilItFollows() {
    await eventually(async () => {
      const state = await this.sql('SELECT state FROM pg_stat_replication');
      if (state !== 'streaming') throw new Error(`the standby does not follow: ${state}`);
    });
  }

  /** Also of the nodes that are connected, which remember that they do. */
  async #makeCommitsWait() {
    await this.sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await this.sql('SELECT pg_reload_conf()');
    await this.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced'");
    await eventually(async () => {
      if ((await this.sql('SELECT is_synchronous FROM parlance')) !== '1') throw new Error('no node knows that commits wait');
    });
  }

  async #untilItHasAll(standby, note) {
    note('copied');
    const end = await this.sql('SELECT pg_current_wal_flush_lsn()');
    await eventually(async () => {
      const has = await standby.ask(standby.url(this.name), `SELECT pg_last_wal_replay_lsn() >= '${end}'::pg_lsn`);
      if (has !== 't') throw new Error('the standby stays behind');
    });
  }

  async discard() {
    for (const place of Databases.places) {
      await this.#servers[place]?.discard();
      this.#spaces[place]?.disk?.discard();
    }
  }
}

const hideTimeline = "UPDATE parlance SET timeline = ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint";
