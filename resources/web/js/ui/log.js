import { rowsOf } from '../state/rows.js';
import { hasOlder, isAtEnd, unreadOf } from '../state/state.js';
import { arrange, byId, el, soon, icon } from './dom.js';
import { emptyRoom, noRoom, dayNode, lineNode, noticeNode, messageNode } from './logrows.js';
import { ScrollKeeper } from './scrollkeeper.js';

const pagingDistance = 500; // px from an end at which the next page is fetched

/** The messages of the room that is shown: drawing, scrolling, paging, and when something counts as read. */
export function logView(app) {
  const { state, signal, outbox, session, applier } = app;
  const box = byId('log');
  const content = el('div', { class: 'rows' });
  const jump = byId('jump');
  const nodes = new Map();
  let shown = null; // the room that is drawn
  let paging = false;
  let empty = null;
  let seek = null; // seq to go to once it is there

  box.append(content);
  const keeper = new ScrollKeeper(box, content, () => {
    moved();
    read();
  });

  const current = () => state.rooms.get(state.current);

  function draw() {
    const room = current();
    if (shown !== state.current) start();
    const rows = state.current ? rowsOfRoom(room) : [];
    keeper.hold(() => content.children, () => arrange(content, rows.length ? rows.map(nodeOf) : [emptyState(room)].filter(Boolean)));
    for (const key of nodes.keys()) if (!rows.some((row) => row.key === key)) nodes.delete(key);
    box.setAttribute('aria-label', room ? `Messages in ${room.name}` : 'Messages');
    box.setAttribute('aria-busy', String(Boolean(state.current && !room?.messages)));
    if (room?.messages) settle(room);
    drawJump();
    read();
  }

  function start() {
    shown = state.current;
    nodes.clear();
    content.replaceChildren();
    content.dataset.fresh = '';
    keeper.following = true;
  }

  /** What is unsent is shown also where the room is not there yet. */
  function rowsOfRoom(room) {
    const waits = Math.ceil((outbox.waitsUntil(state.current) - Date.now()) / 1000);
    return rowsOf({
      messages: room?.messages ?? [],
      notices: room?.messages ? room.notices : [],
      outbox: outbox.of(state.current),
      line: room?.line,
      me: state.me,
      waits: Math.max(0, waits),
    });
  }

  function nodeOf(row) {
    const known = nodes.get(row.key);
    if (known?.mark === row.mark) return known.node;
    const make = { message: messageNode, day: dayNode, line: lineNode, notice: noticeNode };
    const node = make[row.kind](row, { state, room: current(), actions: outbox });
    node.dataset.key = row.key;
    if (known?.node.contains(document.activeElement)) setTimeout(() => node.focus({ preventScroll: true }));
    nodes.set(row.key, { node, mark: row.mark });
    return node;
  }

  /** Kept while it stays the same, so that a button in it does not lose the focus. */
  function emptyState(room) {
    if (state.current && !room?.messages) return null;
    const key = `${state.current ?? ''}:${state.rooms.size}`;
    if (empty?.key !== key) empty = { key, node: state.current ? emptyRoom(room, app) : noRoom(app) };
    return empty.node;
  }

  /** Where a room is opened: at what was asked for, at what is new, else at the end. */
  function settle(room) {
    const target = seek && content.querySelector(`[data-seq="${seek}"]`);
    if (target) {
      seek = null;
      keeper.show(target, 0.35);
      target.classList.add('found');
      target.focus({ preventScroll: true });
    } else if ('fresh' in content.dataset) {
      const line = byId('new-messages');
      if (line) keeper.show(line, 0.2);
    } else {
      return;
    }
    delete content.dataset.fresh;
    applier.follow(room.name, keeper.following);
  }

  function moved() {
    const room = current();
    if (!room?.messages) return;
    applier.follow(room.name, keeper.following);
    drawJump();
    if (paging) return;
    if (keeper.above < pagingDistance && hasOlder(room)) page(() => session.loadOlder(room.name));
    else if (keeper.below < pagingDistance && !isAtEnd(room)) page(() => session.loadNewer(room.name));
  }

  async function page(load) {
    paging = true;
    try {
      await load();
    } catch {
      // The connection bar says what is the matter; scrolling asks again.
    }
    setTimeout(() => {
      paging = false;
      moved();
    }, 100);
  }

  function drawJump() {
    const room = current();
    const away = Boolean(room?.messages?.length) && (!keeper.following || !isAtEnd(room));
    const count = room ? unreadOf(room) : 0;
    jump.hidden = !away;
    if (!away) return;
    const text = count ? `Jump to latest (${count})` : 'Jump to latest';
    if (jump.textContent !== text) jump.replaceChildren(icon('down'), text);
  }

  /** Only what somebody has before their eyes counts as read. */
  function read() {
    const room = current();
    if (!room?.live || !room.messages || unreadOf(room) === 0) return;
    if (app.isWatched() && keeper.following && isAtEnd(room)) app.markRead(room.name, room.n);
    else if (!app.isWatched() || !keeper.following) applier.lookedAway(room.name);
  }

  async function toLatest() {
    const room = current();
    if (!room) return;
    keeper.following = true;
    if (!isAtEnd(room)) await session.loadLatest(room.name).catch(() => {});
    applier.follow(room.name, true);
    keeper.toEnd();
    moved();
    read();
  }

  const redraw = soon(draw);
  jump.addEventListener('click', () => toLatest().then(() => byId('message').focus()));
  signal.on('room outbox', (name) => name === state.current && redraw());
  signal.on('current me', redraw);
  for (const event of ['focus', 'blur']) window.addEventListener(event, () => read());
  document.addEventListener('visibilitychange', () => read());
  setInterval(() => current() && outbox.waitsUntil(state.current) && redraw(), 1000);
  draw();

  return {
    toLatest,
    isAtLatest: () => jump.hidden,

    /** Goes to a message, wherever in the room's history it is. */
    async reveal(name, seq) {
      seek = seq;
      const isHere = () => state.rooms.get(name)?.messages?.some((message) => message.seq === seq);
      if (!isHere()) {
        keeper.following = false;
        await session.loadAround(name, seq);
      }
      if (!isHere()) {
        seek = null;
        app.tell({ message: 'There is no such message' });
      }
      redraw();
    },
  };
}
