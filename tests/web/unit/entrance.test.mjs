import assert from 'node:assert/strict';
import test from 'node:test';
import { deviceName, Entrance } from '../../../resources/web/js/state/entrance.js';
import { Identity } from '../../../resources/web/js/state/identity.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { suggestHandle } from '../../../resources/web/js/text/handles.js';
import { parseLink } from '../../../resources/web/js/text/routes.js';
import { MemoryArea } from './support.mjs';

const invite = { token: 'pi_x', handle: 'ann', name: 'Ann', password: 'secret', device: 'desk' };

test('without a request nothing is asked in place of hello', () => {
  const entrance = new Entrance();
  assert.equal(entrance.next(), null);
  entrance.by('sign_in', { handle: 'ann', password: 'secret', device: 'desk' });
  assert.equal(entrance.next().type, 'sign_in');
  entrance.done();
  assert.equal(entrance.next(), null);
});

test('an answer that was lost: the account may be there, so its password is tried first', () => {
  const entrance = new Entrance();
  entrance.by('redeem', invite);
  assert.equal(entrance.next().type, 'redeem');
  assert.deepEqual(entrance.next(), { type: 'sign_in', fields: { handle: 'ann', password: 'secret', device: 'desk' } });
  assert.equal(entrance.triesOther(), true, 'there is no such account');
  assert.equal(entrance.next().type, 'redeem');
  entrance.by('redeem', { token: 'pt_x', device: 'desk' });
  entrance.next();
  assert.equal(entrance.next().type, 'redeem', 'a transfer makes no account');
});

test('a code goes to whoever wants it', () => {
  const entrance = new Entrance();
  entrance.by('sign_in', {});
  const codes = [];
  entrance.wantCode((code) => codes.push(code));
  entrance.code('123456');
  entrance.done();
  entrance.code('654321');
  assert.deepEqual(codes, ['123456']);
});

test('a tab takes over the token that the same person got in another', () => {
  const area = new MemoryArea();
  const [one, two] = [0, 1].map(() => new Identity(new Settings(new Storage(area), new Signal())));
  one.accepted('ann', 'guest');
  two.accepted('ann', 'guest');
  two.accepted('ann', 'pd_device');
  assert.equal(one.token, 'pd_device');
  assert.equal(one.end, '');
  one.accepted('ann', undefined); // the server gives no other
  assert.equal(two.token, 'pd_device');
});

test('links', () => {
  const token = `po_${'x'.repeat(43)}`;
  assert.deepEqual(parseLink(`#/owner/${token}`), { kind: 'owner', token });
  for (const hash of ['#/general', '#/invite/42', `#/room/${token}`, `#/owner/${token}x`, '', null]) assert.equal(parseLink(hash), null);
});

test('a handle is proposed for a name', () => {
  for (const [name, handle] of [['Ann Lee', 'ann.lee'], ['  Zoë  ', 'zoë'], ['👩‍💻', ''], ['A', ''], ['.ann.', 'ann'], ['x'.repeat(40), 'x'.repeat(32)], ['Dr. No', 'dr.no']]) {
    assert.equal(suggestHandle(name), handle, name);
  }
});

test('a device is called by its browser and system', () => {
  assert.equal(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'), 'Firefox on Linux');
  assert.equal(deviceName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0'), 'Edge on Windows');
  assert.equal(deviceName('something'), 'A browser');
});
