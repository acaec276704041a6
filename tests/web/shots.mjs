/**
 * Takes pictures of every state of the page, in light and dark, wide and narrow, into tests/web/shots; and the one for the
 * README into resources/icons/screenshot.png.
 *
 *     ./dev shots [PART OF A PICTURE'S NAME | readme]
 */
import { mkdir } from 'node:fs/promises';
import { script, spreadOut, topic } from './support/conversation.mjs';
import { Person } from './support/person.mjs';
import { Proxy } from './support/proxy.mjs';
import { launchChromium, patience } from './support/scene.mjs';
import { Server } from './support/server.mjs';

const only = process.argv[2] ?? '';
const folder = new URL('shots/', import.meta.url).pathname;
const readme = new URL('../../resources/icons/screenshot.png', import.meta.url).pathname;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };

const server = await Server.start({ 'net.heartbeat': 20000, 'server.name': 'Elm Street' });
const locked = await Server.start({ 'access.password': 'secret' });
const browser = await launchChromium();
const arrive = (options) => Person.arrive(browser, { url: server.url, patience, locale: 'en-GB', ...options });

try {
  await mkdir(folder, { recursive: true });
  const cast = await playScript('moving');
  for (const colorScheme of only === 'readme' ? [] : ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(sizes)) await takeAll({ cast, colorScheme, size, viewport });
  }
} finally {
  await browser.close();
  await server.discard();
  await locked.discard();
}

/** The people of the conversation, who have had it. Zoë is the one who looks at it later. */
async function playScript(room) {
  const cast = {};
  for (const name of new Set(script.map(([name]) => name))) {
    cast[name] = await arrive({ wire: spreadOut() });
    await cast[name].enter(name, room);
  }
  await cast.Maya.roomOption('Change topic…');
  await cast.Maya.page.getByRole('textbox', { name: 'Topic' }).fill(topic);
  await cast.Maya.button('Save').click();
  for (const [name, , text] of script) {
    await cast[name].say(text);
    await cast[name].page.locator('.message[data-state=sent] .text').getByText(text, { exact: true }).waitFor();
  }
  for (const other of ['coffee', 'film night', 'garden', 'neighbours']) await cast.Zoë.goTo(other);
  await cast.Tom.goTo('garden');
  await cast.Zoë.goTo(room);
  await cast.Tom.say('The tomatoes are ripe');
  await cast.Zoë.roomWith('garden', 1).waitFor();
  if (!only || only === 'readme') await takeReadme(cast, room);
  await cast.Tom.goTo(room);
  return cast;
}

async function takeReadme({ Zoë, Jonas }, room) {
  const luis = await arrive();
  await luis.enter('Luis', room);
  await luis.leaveForGood();
  await Zoë.page.reload(); // without the system lines of how the others came
  await Zoë.isConnected();
  await Zoë.sees(script.at(-1)[2]);
  await Zoë.roomWith('garden', 1).waitFor();
  await Zoë.page.locator('#members [data-present=false]', { hasText: 'Luis' }).waitFor();
  await Jonas.composer.pressSequentially('typing');
  await Zoë.page.locator('#typing', { hasText: 'Jonas' }).waitFor();
  await Zoë.page.mouse.move(0, 0);
  await Zoë.page.screenshot({ path: readme, animations: 'disabled' });
  await Jonas.composer.fill('');
}

async function takeAll({ cast, colorScheme, size, viewport }) {
  const narrow = size === 'narrow';
  const options = { viewport, colorScheme, hasTouch: narrow, reducedMotion: 'reduce', losesLine: true };
  const take = async (person, name) => {
    const file = `${name}-${colorScheme}-${size}.png`;
    if (file.includes(only)) await person.page.screenshot({ path: folder + file, animations: 'disabled' });
  };
  await takeFirstScreens(options, take);
  const line = await Proxy.to(server.port);
  const refused = (frame) => (frame.text === 'This one is refused' ? { ...frame, text: 'x'.repeat(5000) } : frame);
  const ann = await arrive({ url: line.url, wire: { ...spreadOut(), toServer: refused }, chance: 9, ...options });
  ann.showRooms = async () => narrow && await ann.button('Show rooms').click();
  if (narrow) ann.sendKey = 'Control+Enter'; // alone it breaks the line on a phone
  await takeRooms(ann, cast, take, `${colorScheme} ${size}`);
  await takeConversation(ann, cast, take, narrow);
  await takeDialogs(ann, take);
  await takeChanges(ann, take);
  await takeWithoutLine(ann, line, take);
  await ann.leaveForGood();
  await line.close();
}

async function takeFirstScreens(options, take) {
  const guest = await arrive({ url: locked.url, ...options });
  await guest.page.goto(locked.url);
  await take(guest, '01-join');
  await guest.fillIn('x\u200by', 'general');
  await take(guest, '02-join-problem');
  await guest.fillIn('Ann', 'general');
  await guest.page.getByLabel('Password').waitFor();
  await take(guest, '03-join-password');
  await guest.leaveForGood();
}

async function takeRooms(ann, { Maya, Tom }, take, name) {
  await ann.enter('Ann Park', 'moving');
  await ann.sees(script.at(-1)[2]);
  await take(ann, '04-room');
  for (const room of ['a very long room name that does not fit anywhere', 'coffee', 'garden', `quiet ${name}`]) await ann.goTo(room);
  await ann.page.getByText('This is the start of').waitFor();
  await take(ann, '05-empty-room');
  await ann.roomOption('Rename room…');
  await ann.page.locator('#rename-dialog').waitFor();
  await take(ann, '05-rename');
  await ann.closeDialog();
  await Tom.say(`Anybody hungry? (${name})`);
  await Maya.say('@all it rains, so bring jackets');
  await ann.room('moving').locator('.mention-mark').waitFor({ state: 'attached' });
  await ann.showRooms();
  await take(ann, '06-unread');
  await ann.room('moving').click();
  await ann.page.locator('#new-messages').waitFor();
  await take(ann, '07-new-messages');
}

async function takeConversation(ann, { Jonas }, take, narrow) {
  await ann.say('Thanks! I will take the second one and look at it tomorrow morning');
  await ann.say('🎈');
  await ann.sees('🎈');
  await ann.say('This one is refused');
  await ann.sees('This one is refused', 'failed');
  await Jonas.composer.pressSequentially('typing');
  await ann.page.locator('#typing', { hasText: 'Jonas' }).waitFor();
  await take(ann, '08-own-failed-typing');
  await Jonas.composer.fill('');
  await ann.page.locator('.message .bubble').nth(-4).hover();
  await take(ann, '09-hover');
  await ann.page.locator('.message').nth(-4).focus();
  await ann.page.keyboard.press('Enter');
  await take(ann, '10-message-menu');
  await ann.page.keyboard.press('Escape');
  await ann.page.locator('#open-options').click();
  await take(ann, '11-room-menu');
  await ann.page.keyboard.press('Escape');
  await ann.composer.fill('');
  await ann.composer.pressSequentially('nice :par');
  await ann.page.getByRole('option').first().waitFor();
  await take(ann, '12-completion');
  await ann.composer.fill('x'.repeat(1990));
  await take(ann, '13-counter');
  await ann.composer.fill('y'.repeat(2010));
  await take(ann, '14-over-the-limit');
  await ann.composer.fill('');
  await ann.page.locator('#log').evaluate((log) => (log.scrollTop = 0));
  await ann.page.locator('#jump').waitFor();
  await take(ann, '15-jump');
  await ann.page.locator('#jump').click();
  if (!narrow) return;
  await ann.button(/^Members/).click();
  await ann.page.locator('#members [data-user]').first().waitFor();
  await take(ann, '16-members');
  await ann.page.keyboard.press('Escape');
}

async function takeDialogs(ann, take) {
  await ann.showRooms();
  await ann.page.locator('#open-directory').click();
  await ann.page.locator('#directory-list li').first().waitFor();
  await take(ann, '17-directory');
  await ann.page.locator('#room-search').fill('zzz');
  await ann.page.getByText('No room has').waitFor();
  await take(ann, '18-directory-nothing');
  await ann.page.locator('#room-search').fill(''); // or Esc would only do that
  await closeAll(ann);
  await ann.page.keyboard.press('Control+k');
  await ann.page.getByRole('combobox').waitFor();
  await take(ann, '19-switcher');
  await closeAll(ann);
  await ann.showRooms();
  await ann.page.locator('#me').click();
  await ann.page.locator('#preferences').waitFor();
  await take(ann, '20-preferences');
  await closeAll(ann);
  await ann.page.locator('#log').focus();
  await ann.page.keyboard.press('?');
  await ann.page.locator('#keyboard-map').waitFor();
  await take(ann, '21-keys');
  await closeAll(ann);
  await ann.page.locator('#log').focus();
  await ann.page.keyboard.press('ArrowUp');
  await take(ann, '22-focused');
}

/** The dialog, and the drawer below it where there is one. */
async function closeAll(ann) {
  await ann.closeDialog();
  if (await ann.page.locator('#scrim').isVisible()) await ann.page.keyboard.press('Escape');
}

async function takeChanges(ann, take) {
  const actions = async (text, item) => {
    await ann.message(text).last().focus();
    await ann.page.keyboard.press('Enter');
    await ann.choose(item);
  };
  await ann.say('A slip of the tongue');
  await ann.say('Nine o\'clock at yours');
  await ann.sees('Nine o\'clock at yours');
  await actions('A slip of the tongue', 'Delete message…');
  await ann.page.getByRole('dialog').waitFor();
  await take(ann, '25-delete');
  await ann.button('Delete').click();
  await ann.page.locator('.tombstone').last().waitFor();
  await actions('Nine o\'clock at yours', 'Edit message');
  await take(ann, '26-editing');
  await ann.say('Half past nine at yours');
  await ann.page.locator('.edited').last().waitFor();
  await take(ann, '27-edited');
}

async function takeWithoutLine(ann, line, take) {
  line.cut();
  await ann.connection('waiting').waitFor();
  await ann.say('Written without a connection');
  await ann.sees('Written without a connection', 'pending');
  await take(ann, '23-waiting');
  line.stall();
  await ann.button('Reconnect now').click();
  await ann.connection('connecting').waitFor();
  await take(ann, '24-connecting');
}
