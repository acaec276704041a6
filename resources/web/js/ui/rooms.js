import { isMentioned, unreadOf } from '../state/state.js';
import { compareNames } from '../text/people.js';
import { inviteHash, roomHash } from '../text/routes.js';
import { arrange, byId, el, soon, icon } from './dom.js';
import { openMenu } from './menu.js';
import { copy } from './toast.js';

/** The rooms one is in, by name, with what is new in them. */
export function roomList({ state, signal, settings, openDirectory }) {
  const list = byId('rooms');
  const nodes = new Map();

  const draw = soon(() => {
    const rooms = [...state.rooms.values()].sort((a, b) => compareNames(a.name, b.name));
    byId('server-name').textContent = state.serverName;
    for (const name of nodes.keys()) if (!state.rooms.has(name)) nodes.delete(name);
    const drawn = rooms.map((room) => entryOf(room));
    arrange(list, drawn.length ? drawn : [empty()]);
  });

  function entryOf(room) {
    const muted = settings.isMuted(room.name);
    const current = room.name === state.current;
    const unread = unreadOf(room);
    const mentioned = unread > 0 && isMentioned(room);
    const mark = JSON.stringify([muted, current, unread, mentioned]);
    const known = nodes.get(room.name);
    if (known?.mark === mark) return known.node;
    const node = entry(room, { muted, current, unread, mentioned });
    const focused = known?.node.contains(document.activeElement);
    nodes.set(room.name, { node, mark });
    if (focused) setTimeout(() => node.firstElementChild.focus());
    return node;
  }

  function empty() {
    return el('li', { class: 'empty' },
      el('p', { text: 'You are in no room yet.' }),
      el('button', { type: 'button', text: 'Browse rooms', on: { click: openDirectory } }));
  }

  signal.on('rooms current view', draw);
  draw();
}

function entry(room, { muted, current, unread, mentioned }) {
  const also = [unread && `${unread} unread`, mentioned && 'you were mentioned', muted && 'muted'].filter(Boolean).join(', ');
  return el('li', {},
    el('a', {
      'href': roomHash(room.name),
      'class': [unread ? 'unread' : '', muted ? 'muted' : ''].join(' ').trim() || undefined,
      'data-room': room.name,
      'data-unread': unread,
      'title': room.name,
      'aria-current': current ? 'page' : undefined,
    },
    el('span', { class: 'hash', 'aria-hidden': 'true', text: '#' }),
    el('span', { class: 'name', dir: 'auto', text: room.name }),
    also && el('span', { class: 'unseen', text: also }),
    muted && el('span', { class: 'muted-mark' }, icon('mute')),
    mentioned && el('span', { class: 'mention-mark', 'aria-hidden': 'true', text: '@' }),
    unread > 0 && el('span', { class: 'count', 'aria-hidden': 'true', text: unread > 999 ? '999+' : unread })));
}

/** The name of the room that is shown, and what can be done with it. */
export function roomHeader(app) {
  const { state, signal, settings, outbox } = app;
  const options = byId('open-options');

  const draw = soon(() => {
    const room = state.rooms.get(state.current);
    const here = room && state.link.phase === 'connected'; // nobody knows who is there without a connection
    byId('room-name').textContent = state.current ?? state.serverName;
    byId('room-name').classList.toggle('is-room', Boolean(state.current));
    options.hidden = !room;
    byId('open-members').hidden = !room;
    byId('open-members').setAttribute('aria-label', here ? `Members, ${room.userCount} here` : 'Members');
  });

  const leave = (name) => app.session.leave(name).catch((error) => app.tell(error));

  options.addEventListener('click', () => {
    const name = state.current;
    const muted = settings.isMuted(name);
    openMenu(options, [
      { label: 'Copy link to this room', icon: 'link', act: () => copy(linkTo(name), 'Link copied') },
      { label: 'Change topic', icon: 'pencil', act: () => app.openTopic(name) },
      { label: muted ? 'Unmute room' : 'Mute room', icon: muted ? 'bell' : 'mute', act: () => settings.mute(name, !muted) },
      {
        label: 'Leave room',
        icon: 'leave',
        danger: true,
        act: () => {
          const unsent = outbox.of(name).length;
          if (!unsent) leave(name);
          else app.question({ title: `Leave ${name}?`, text: `${unsent} of your messages were not sent yet and will be discarded.`, action: 'Leave', act: () => leave(name) });
        },
      },
    ]);
  });

  signal.on('room current rooms link', draw);
  draw();
}

const linkTo = (name) => new URL(inviteHash(name), location.href.split('#')[0]).href;
