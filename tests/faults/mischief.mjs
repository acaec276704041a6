// What can go wrong. Each leaves the server running; lines may stay broken until something else happens to them.
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Where it can be stopped, and how often it gets there at most before it is.
const points = { 'before-insert': 40, 'after-insert': 40, 'before-commit': 40, 'after-commit': 40, 'between-receivers': 40, 'mid-checkpoint': 2 };

// What the disk does, within how many writes or syncs, and how the server may end of it, if it does.
const diskFaults = {
  'power-loss': [200, 'SIGKILL'],
  'checkpoint': [40, 'SIGKILL'],
  'write-error': [150, 1, 70],
  'sync-error': [60, 1, 70],
};

export const mischief = {
  async kill(world, random) {
    await world.killServer();
    await pause(random.between(0, 800));
    await world.server.start();
  },

  /** It dies at a named place, in the middle of its work. */
  async killAtPoint(world, random) {
    const point = random.pick(Object.keys(points));
    await world.restartWith({ PARLANCE_FAULT: `${point}:${random.between(1, points[point])}` }, ['SIGKILL']);
  },

  /** The disk loses what was not synced, or says that it cannot write: see server/faultydisk.h. */
  async breakDisk(world, random) {
    const fault = random.pick(Object.keys(diskFaults));
    const [most, ...ends] = diskFaults[fault];
    await world.restartWith({ PARLANCE_DISK: `${fault}:${random.between(1, most)}` }, ends);
  },

  /** The disk is full for a while; the server waits for better times. */
  async fillDisk(world, random) {
    await world.killServer();
    world.server.env = { PARLANCE_DISK: `full:${random.between(40, 150)}` };
    await world.server.start().catch(() => {}); // that full it may not even start; then there is room at once
    world.server.env = {};
    if ((await Promise.race([world.server.exited, pause(0)])) !== undefined) await world.server.start();
  },

  /** It is killed again before everybody is back. */
  async killTwice(world, random) {
    for (let i = 0; i < 2; i += 1) {
      await world.killServer();
      await world.server.start();
      await pause(random.between(50, 600));
    }
  },

  async freeze(world, random) {
    world.server.suspend();
    await pause(random.between(200, 3000));
    world.server.resume();
  },

  /** An admin gives a room another name, in other capitals: the clients join it by the name that it began with. */
  async rename(world, random) {
    await world.renameRoom(random.pick(['ground', 'upstairs']), (letter) => (random.between(0, 1) ? letter.toUpperCase() : letter));
  },

  async killClient(world, random) {
    const worker = random.pick(world.workers);
    await worker.kill();
    await pause(random.between(0, 500));
    worker.start();
  },

  /** With what it has written meanwhile waiting in its outbox. */
  async killClientOffline(world, random) {
    const i = random.between(0, world.workers.length - 1);
    world.proxies[i].blackhole();
    await pause(random.between(500, 1500));
    await world.workers[i].kill();
    world.workers[i].start();
    await pause(random.between(0, 1000));
    world.proxies[i].heal();
  },

  async reset(world, random) {
    random.pick(world.proxies).reset();
  },

  async resetAll(world) {
    for (const proxy of world.proxies) proxy.reset();
  },

  async cut(world, random) {
    random.pick(world.proxies).cutAfter(random.between(1, 20000));
  },

  async stall(world, random) {
    const proxy = random.pick(world.proxies);
    proxy.stall();
    await pause(random.between(500, 4000));
    proxy.heal();
  },

  async blackhole(world, random) {
    const proxy = random.pick(world.proxies);
    proxy.blackhole();
    await pause(random.between(500, 4000));
    proxy.heal();
  },

  async halfClose(world, random) {
    random.pick(world.proxies).halfClose();
  },

  async delay(world, random) {
    random.pick(world.proxies).delay(random.between(1, 300));
  },

  async throttle(world, random) {
    random.pick(world.proxies).throttle(random.between(2000, 200000));
  },

  async swallow(world, random) {
    random.pick(world.proxies).swallow(random.between(1, 3));
  },

  async heal(world, random) {
    random.pick(world.proxies).heal();
  },
};
