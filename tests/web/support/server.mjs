import { Server as Parlanced } from '../../support/parlanced.mjs';

/** What a test does not want to run into, unless it is about that. */
const generous = {
  'limits.newRoomsPerHour': 0,
  'limits.messages': 0,
  'limits.connectionsPerAddress': 0,
  'net.heartbeat': 1000,
  'net.headTimeout': 60000, // a browser that gets no processor for 5 s would find its stylesheets refused with 408
};

export class Server extends Parlanced {
  static start(settings = {}) {
    return super.start({ ...generous, ...settings });
  }
}
