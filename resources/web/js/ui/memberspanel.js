import { compareNames, tagOf } from '../text/people.js';
import { ago } from '../text/time.js';
import { byId, el, soon, avatar, icon } from './dom.js';

const refreshAfter = 1000; // ms between two askings for the absent, however much comes and goes

/** While there is no connection nobody knows who is there. */
const presences = { true: 'online', false: 'away', unknown: 'presence not known' };

/** Who is in the room: those present, live; those absent, asked for while the panel is open. */
export function membersPanel({ state, signal, requests, drawers }) {
  const panel = byId('members');
  let absent = [];
  let more = false;
  let asked = null; // the room that `absent` belongs to
  let timer = 0;

  const draw = soon(() => {
    const room = state.rooms.get(state.current);
    if (!room || !drawers.isOpen('members')) {
      panel.replaceChildren();
      return;
    }
    const users = [...room.users].map(([id, username]) => ({ id, username })).sort((a, b) => compareNames(a.username, b.username));
    const away = asked === room.name ? absent.filter(({ id }) => !room.users.has(id)) : [];
    const unseen = room.userCount - users.length;
    const focused = panel.contains(document.activeElement);
    const known = state.link.phase === 'connected';
    panel.replaceChildren(
      el('header', { class: 'bar' },
        el('h2', { text: 'Members' }),
        el('button', { 'class': 'quiet', 'type': 'button', 'aria-label': 'Close members', 'on': { click: () => drawers.close('members') } }, icon('close'))),
      el('div', { class: 'people', tabindex: '0', role: 'region', 'aria-label': 'People' },
        el('h3', { text: `${known ? 'Here now' : 'Here before the connection was lost'} · ${room.userCount}` }),
        el('ul', {}, users.map((user) => personNode(user, known ? 'true' : 'unknown', room))),
        unseen > 0 && el('p', { class: 'note', text: `and ${unseen} more` }),
        away.length > 0 && el('h3', { text: `Away · ${away.length}${more ? '+' : ''}` }),
        away.length > 0 && el('ul', {}, away.map((user) => personNode(user, known ? 'false' : 'unknown', room))),
        more && el('button', { type: 'button', text: 'Show more', on: { click: () => ask(absent.last) } })));
    if (focused) panel.querySelector('button').focus();
  });

  function personNode({ id, username, lastSeen }, present, room) {
    const me = id === state.me?.userId;
    const tag = tagOf(id, username, room.users);
    return el('li', { 'data-user': id, 'data-present': present },
      avatar(id, username, true),
      el('span', { class: 'who' },
        el('span', { class: 'name' },
          el('bdi', { text: username }),
          tag && el('span', { class: 'tag', text: tag }),
          me && el('span', { class: 'note', text: 'you' })),
        present !== 'true' && lastSeen && el('span', { class: 'note', text: `seen ${ago(lastSeen, Date.now())}` })),
      el('span', { class: 'unseen', text: presences[present] }));
  }

  async function ask(after) {
    const room = state.current;
    if (!room || !drawers.isOpen('members') || state.link.phase !== 'connected') return;
    try {
      const page = await requests.ask('members', { room, after });
      const found = page.members.filter(({ present }) => !present);
      absent = after ? [...absent, ...found] : found;
      absent.last = page.members.at(-1)?.id;
      more = page.more;
      asked = room;
      draw();
    } catch {
      // The next opening asks again.
    }
  }

  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, refreshAfter);
  };

  signal.on('room', (name) => {
    if (name !== state.current) return;
    draw();
    if (drawers.isOpen('members') && state.rooms.get(name)?.userCount !== panel.count) {
      panel.count = state.rooms.get(name)?.userCount;
      refresh();
    }
  });
  signal.on('current drawers link', () => {
    draw();
    ask();
  });
  draw();
}
