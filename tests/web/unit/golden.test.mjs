import assert from 'node:assert/strict';
import test from 'node:test';
import { familyOf, request, requestTypes } from '../../../resources/web/js/net/messages.js';
import { goldenFrames, world } from './support.mjs';

const events = goldenFrames('full/event');
const requests = goldenFrames('full/request');

for (const { name, frame } of requests) {
  test(`request ${name} is built as it is written down`, () => {
    const { type, ...fields } = frame;
    assert.deepEqual(request(type, fields), frame);
    assert.deepEqual(Object.keys(request(type, fields)), Object.keys(frame));
  });
}

test('every request of the page has a golden example', () => {
  const written = new Set(requests.map(({ frame }) => frame.type));
  assert.deepEqual(requestTypes.filter((type) => !written.has(type)), []);
});

test('a field that the protocol does not have is a mistake', () => {
  assert.throws(() => request('leave', { room: 'general', nonce: 'x' }), /leave has no field nonce/);
});

for (const { name, frame } of events) {
  test(`event ${name} is understood`, () => {
    assert.equal(familyOf(frame), 'seq' in frame && 'n' in frame ? 'durable' : 'passing');
  });

  test(`event ${name} with any field missing is read without a fault`, () => {
    for (const field of Object.keys(frame)) {
      const { [field]: gone, ...rest } = frame;
      assert.doesNotThrow(() => familyOf(rest));
    }
  });

  test(`event ${name} can be applied at any time`, () => {
    const { applier } = world('6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001');
    const apply = () => (familyOf(frame) === 'durable' ? applier.live(frame) : frame.type === 'history' ? applier.history(frame, 'instead') : applier.passing(frame));
    assert.doesNotThrow(apply);
    applier.passing(events.find((other) => other.name === 'joined.json').frame);
    assert.doesNotThrow(apply);
    assert.doesNotThrow(apply);
  });
}

test('a durable type that is newer than the page is durable all the same', () => {
  assert.equal(familyOf({ type: 'pinned', room: 'general', seq: 5, n: 3, whatever: true }), 'durable');
});

test('what is no message of the protocol is ignored', () => {
  for (const frame of [null, 7, 'x', [], {}, { type: 5 }, { type: 'message' }, { type: 'toString' }, { type: '__proto__' }, { type: 'rooms', rooms: {}, more: false }]) {
    assert.equal(familyOf(frame), null, JSON.stringify(frame));
  }
});

test('a room filled from a fresh join equals one that was built from the events', () => {
  const of = (name) => events.find((event) => event.name === name).frame;
  const fresh = world('x');
  fresh.applier.passing(of('joined.json'));
  fresh.applier.live(of('edited.json'));
  const resumed = world('x');
  resumed.applier.passing({ ...of('joined.json'), head: 41, n: 40, history: of('joined.json').history.slice(0, 1) });
  resumed.applier.passing(of('joined-resume.json'));
  const shown = ({ state }) => [...state.rooms.values()][0].messages;
  assert.deepEqual(shown(fresh), shown(resumed));
  assert.equal(shown(fresh).at(-1).text, 'hello, @bob');
});
