// Somebody who talks on one of several servers.
import assert from 'node:assert/strict';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';

/** Somebody who is in a room, with everything that they are told from then on. */
export class Person {
  frames = [];

  static async enter(server, name, room = 'general') {
    const person = new Person();
    person.client = await Client.connect(server.wsUrl);
    person.client.send({ type: 'hello', protocol: 2, client: 'test', name }, { type: 'join', name: room });
    person.welcome = await person.client.until('welcome');
    person.joined = await person.client.until('joined');
    person.client.socket.on('message', (data) => person.frames.push({ ...JSON.parse(data), at: performance.now() }));
    return person;
  }

  say(text) {
    this.client.send({ type: 'message', room: '#general', text, nonce: text.replaceAll(' ', '-') });
  }

  sees(text, within) {
    return eventually(() => {
      const found = this.frames.find((frame) => frame.type === 'message' && frame.text === text);
      assert.ok(found, `${text} was not seen`);
      return found;
    }, within);
  }

  get texts() {
    return this.frames.filter(({ type }) => type === 'message').map(({ text }) => text);
  }

  setTopic(text) {
    this.client.send({ type: 'topic', room: '#general', text, nonce: text.replaceAll(' ', '-') });
  }

  /** Resolves to that topic's event. */
  seesTopic(text, within) {
    return eventually(() => {
      const found = this.frames.find((frame) => frame.type === 'topic_changed' && frame.text === text);
      assert.ok(found, `the topic ${text} was not seen`);
      return found;
    }, within);
  }

  presence() {
    return this.frames.filter(({ type }) => type === 'presence');
  }
}
