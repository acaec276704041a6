import { Members } from '../net/members.js';
import { watchDays } from '../state/calendar.js';
import { sentence } from '../net/errors.js';
import { Drafts } from '../state/drafts.js';
import { ReadMarks, TypingReporter, Typists } from '../state/typing.js';
import { placeNamed } from '../text/places.js';
import { inviteHash } from '../text/routes.js';
import { composer } from './composer.js';
import { createDialogs } from './dialogs.js';
import { createDrawers } from './drawers.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { composerTakesKeys } from './focus.js';
import { keys } from './keys.js';
import { roomHeader } from './roomheader.js';
import { roomList } from './rooms.js';
import { me, title, typingLine } from './status.js';
import { copy, toast } from './toast.js';

/**
 * Puts together everything that the first screen does not show: the rooms, the log, the composer and what stands around them.
 * Started once, by the first welcome or whoever comes back.
 * @param {import('./types.d.ts').Use<'clock' | 'signal' | 'settings' | 'state' | 'applier' | 'parts' | 'database' | 'channel' | 'locks' | 'pages' | 'identity' | 'requests' | 'outbox' | 'session' | 'roomHistory' | 'go' | 'signOut'>} uses
 */
export async function start({ clock, signal, settings, state, applier, parts, database, channel, locks, pages, identity, requests, outbox, session, roomHistory, go, signOut }) {
  const [{ logView }, { topicLine }, { membersPanel }, { messageActions }, { copying }, { completionPopup }, { Alerts }, { announcer, notification }] = await Promise.all([
    parts.need(() => import('./log.js')),
    parts.need(() => import('./topic.js')),
    parts.need(() => import('./memberspanel.js')),
    parts.need(() => import('./messageactions.js')),
    parts.need(() => import('./copying.js')),
    parts.need(() => import('./completionpopup.js')),
    parts.need(() => import('../state/alerts.js')),
    parts.need(() => import('./attention.js')),
  ]);
  /**
   * @template {'typing' | 'read'} Type
   * @param {Type} type
   * @returns {(fields: import('../net/types.d.ts').Fields<Type>) => void}
   */
  const say = (type) => (fields) => state.rooms.get(fields.room)?.live && requests.tell(type, fields);
  const drafts = new Drafts({
    database,
    pages,
    clock,
    owner: () => identity.userId ?? settings.get('userId'),
    left: (room) => signal.emit('draft', room),
    nameOf: (room) => state.rooms.get(room)?.name,
  });
  signal.on('moved', (move) => drafts.move(move)); // before the composer looks for them
  signal.on('removed', ({ room, name, why }) => why === 'deleted' && name && drafts.strand(room, placeNamed(name)));
  const typists = new Typists(clock, (room) => signal.emit('typing', room));
  const typing = new TypingReporter(clock, say('typing'));
  const marks = new ReadMarks(clock, say('read'));
  const members = new Members({ requests, clock });

  /** @param {string} name */
  async function rename(name) {
    const { username } = await requests.ask('rename', { name });
    settings.set('name', username);
    toast(`You are called ${username} now`);
  }
  const dialogs = createDialogs({ parts, state, signal, settings, requests, session, go, signOut, rename, identity, channel });

  /**
   * A room is read up to `n`, which the server and the other tabs have to know; 0 where that is nothing new.
   * @param {string} room @param {number} n
   */
  function tellRead(room, n) {
    if (!n) return;
    marks.mark(room, n);
    channel.tell('read', { userId: identity.userId, room, log: state.rooms.get(room)?.log, n });
  }

  /** @param {import('../state/types.d.ts').Room} room */
  const copyRoomLink = ({ name }) => copy(new URL(inviteHash(name, settings.get('password')), location.href.split('#')[0]).href, 'Link copied');

  /**
   * Asks first where messages are lost by it.
   * @param {string} room
   */
  function leave(room) {
    const act = () => session.leave(room).catch((error) => toast(sentence(error)));
    const unsent = outbox.of(room).length;
    if (unsent) dialogs.question({ title: `Leave ${state.rooms.get(room)?.name}?`, text: `${unsent} of your messages were not sent yet and will be discarded.`, action: 'Leave', act });
    else act();
  }

  const drawers = createDrawers({ settings, signal });
  const log = logView({ state, signal, outbox, roomHistory, applier, tellRead, copyRoomLink, openDirectory: dialogs.openDirectory, go });
  const { edit } = composer({
    state,
    signal,
    settings,
    drafts,
    outbox,
    typing,
    sent: () => log.toLatest(),
    actOf: commands({ state, requests, go, leave, rename, openKeyboardMap: dialogs.openKeyboardMap }),
    suggestions: (field) => completionPopup({ state, members, parts }, field),
  });
  roomList({ state, signal, settings, openDirectory: dialogs.openDirectory });
  roomHeader({ state, signal, settings, leave, openTopic: dialogs.openTopic, openRename: dialogs.openRename });
  topicLine({ state, signal });
  typingLine({ state, signal, typists });
  membersPanel({ state, signal, members, drawers });
  messageActions({ state, outbox, edit, question: dialogs.question });
  copying({ state, outbox });
  me({ state, signal });
  title({ state, signal, settings });
  announcer({ state, signal, settings });
  keys({ state, go, log, drawers, openSwitcher: dialogs.openSwitcher, openKeyboardMap: dialogs.openKeyboardMap });
  composerTakesKeys({ state }); // after the shortcuts, which come first
  drawers.start();

  const alerts = new Alerts({ state, signal, settings, locks, channel, clock, page: pages.id, show: notification({ go }) });
  watchDays(clock, () => signal.emit('day'));

  /** @type {[HTMLElement, () => void][]} */
  const opened = [
    [byId('open-switcher'), dialogs.openSwitcher],
    [byId('open-directory'), dialogs.openDirectory],
    [byId('open-keys'), dialogs.openKeyboardMap],
    [byId('open-invite'), dialogs.openInvite],
    [byId('me'), dialogs.openPreferences],
  ];
  for (const [button, open] of opened) {
    button.addEventListener('click', () => {
      drawers.closeTop(); // else it would still lie over the messages once the dialog is closed
      open();
    });
  }
  const showInvite = () => (byId('open-invite').hidden = !state.account);
  signal.on('me', showInvite);
  showInvite();
  byId('skip').addEventListener('click', () => byId('message').focus());

  signal.on('typed', (typist) => typists.set(typist));
  signal.on('arrived', ({ room, message }) => typists.set({ room: room.id, userId: message.userId, isTyping: false }));
  signal.on('link', () => state.link.phase !== 'connected' && typists.clear());
  signal.on('forgotten', () => {
    alerts.closeAll();
    drafts.forget();
    typists.clear();
  });
  window.addEventListener('pagehide', () => {
    marks.flush();
    alerts.closeAll();
  });

  return { log };
}
