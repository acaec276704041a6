import { Server as Parlanced } from '../../support/parlanced.mjs';

/** What a test does not want to run into, unless it is about that. */
const generous = {
  'limits.newRoomsPerHour': 0,
  'limits.messages': 0,
  'limits.connectionsPerAddress': 0,
  'net.heartbeat': 1000,
};

export class Server extends Parlanced {
  static start(settings = {}) {
    return super.start({ ...generous, ...settings });
  }
}
