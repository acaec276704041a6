import { rowsOf } from '../state/rows.js';
import { currentName, firstUnread, hasOlder, isAtEnd, unreadOf } from '../state/state.js';
import { arrange, byId, el, soon, icon, childrenOf } from './dom.js';
import { focusComposer } from './focus.js';
import { Folds } from './folding.js';
import { emptyRoom, noRoom, offeredRoom, unmadeRoom, dayNode, lineNode, noticeNode, messageNode } from './logrows.js';
import { ScrollKeeper } from './scrollkeeper.js';
import { toast } from './toast.js';

/** @import { Room, Row } from '../state/types.d.ts' */
/** @import { LogView, Use } from './types.d.ts' */

const pagingDistance = 500; // px from an end at which the next page is fetched

const isCovered = () => document.querySelector('dialog[open]') !== null || !byId('scrim').hidden;

/**
 * The messages of the current room. Draws, scrolls and pages them, and decides when one counts as read.
 * @param {Use<'state' | 'signal' | 'outbox' | 'roomHistory' | 'applier' | 'tellRead' | 'copyRoomLink' | 'openDirectory' | 'go'>} uses
 * @returns {LogView}
 */
export function logView({ state, signal, outbox, roomHistory, applier, tellRead, copyRoomLink, openDirectory, go }) {
  const box = byId('log');
  const content = el('div', { class: 'rows' });
  const jump = byId('jump');
  /** @type {Map<string, {node: HTMLElement, mark: string}>} */
  const nodes = new Map();
  /** @type {string | null} */
  let shown = null; // the place that is drawn
  let paging = false;
  let fetching = false; // the page in which the line stands
  /** @type {{key: string, node: HTMLElement} | null} */
  let empty = null;
  /** @type {{room: string | null, seq: number} | null} */
  let seek = null; // {room, seq} of the message to go to once it is there

  box.append(content);
  const keeper = new ScrollKeeper(box, content, () => {
    moved();
    read();
  });

  const folds = new Folds(box, (change, row) => row && keeper.still(change, row));
  const current = () => state.rooms.get(state.current);

  function draw() {
    const room = current();
    if (shown !== state.current) start();
    const rows = state.current ? rowsOfRoom(room) : [];
    keeper.hold(() => childrenOf(content), () => arrangeRows(rows, room));
    for (const key of nodes.keys()) if (!rows.some((row) => row.key === key)) nodes.delete(key);
    box.setAttribute('aria-label', room ? `Messages in ${room.name}` : 'Messages');
    box.setAttribute('aria-busy', String(Boolean(state.current && !state.offered && !room?.messages)));
    if (room?.messages) settle(room);
    drawJump();
    read();
  }

  /** @param {Row[]} rows @param {Room | undefined} room */
  function arrangeRows(rows, room) {
    const around = !rows.length || state.offered ? emptyState(room) : null;
    arrange(content, [...rows.map(nodeOf), ...around ? [around] : []]);
    folds.measure();
  }

  function start() {
    shown = state.current;
    if (seek?.room !== shown) seek = null;
    nodes.clear();
    content.replaceChildren();
    keeper.following = true;
  }

  /**
   * Includes unsent messages, also before the room itself is loaded.
   * @param {Room | undefined} room
   */
  function rowsOfRoom(room) {
    const waits = Math.ceil((outbox.waitsUntil(state.current) - Date.now()) / 1000);
    return rowsOf({
      messages: room?.messages ?? [],
      users: room?.users,
      notices: room?.messages ? room.notices : [],
      outbox: outbox.of(state.current),
      line: room?.line,
      me: state.me,
      now: Date.now(),
      isConnected: state.link.phase === 'connected',
      waits: Math.max(0, waits),
    });
  }

  /** @param {Row} row */
  function nodeOf(row) {
    const known = nodes.get(row.key);
    if (known?.mark === row.mark) return known.node;
    /** @type {Record<Row['kind'], (row: any, uses: any) => HTMLElement>} */
    const make = { message: messageNode, day: dayNode, line: lineNode, notice: noticeNode };
    const node = make[row.kind](row, { state, actions: outbox, folds });
    node.dataset.key = row.key;
    if (known?.node.contains(document.activeElement)) setTimeout(() => node.focus({ preventScroll: true }));
    nodes.set(row.key, { node, mark: row.mark });
    return node;
  }

  /**
   * Reuses the node while nothing changes, so that a button in it keeps the focus.
   * @param {Room | undefined} room
   */
  function emptyState(room) {
    const offered = state.offered;
    if (state.current && !offered && !room?.messages) return null;
    const key = JSON.stringify([state.current, offered, state.isUnmade, currentName(state), state.rooms.size]);
    if (empty?.key !== key) empty = { key, node: offered ? (state.isUnmade ? unmadeRoom : offeredRoom)({ room: offered, name: currentName(state) }, { go }) : room ? emptyRoom(room, { copyRoomLink }) : noRoom({ state, openDirectory }) };
    return empty.node;
  }

  /**
   * Goes where the view has to be: at what was asked for, at what is new, else at the end.
   * @param {Room} room
   */
  function settle(room) {
    const target = seek && content.querySelector(`[data-seq="${seek.seq}"]`);
    if (target) {
      seek = null;
      keeper.show(target, 0.35);
      target.classList.add('found');
      target.focus({ preventScroll: true });
    } else if (!room.landing || seek) {
      return;
    } else if (room.landing === 'line') {
      const line = byId('new-messages');
      if (!line) return fetchLine(room);
      keeper.show(line, 0.2);
    } else {
      keeper.toEnd();
    }
    applier.landed(room.id);
    follow(room);
  }

  /**
   * The end of what is here is the room's end only where nothing newer has to be loaded.
   * @param {Room} room
   */
  function follow(room) {
    keeper.following = keeper.following && isAtEnd(room);
    applier.follow(room.id, keeper.following);
  }

  /**
   * The line stands above none of the messages that are here.
   * @param {Room} room
   */
  async function fetchLine(room) {
    if (fetching || state.link.phase !== 'connected') return;
    fetching = true;
    const isHere = await roomHistory.loadLine(room.id).catch(() => false);
    fetching = false;
    if (!isHere && state.link.phase === 'connected') applier.landed(room.id);
    redraw();
  }

  function moved() {
    const room = current();
    if (!room?.messages) return;
    follow(room);
    drawJump();
    if (paging) return;
    if (keeper.above < pagingDistance && hasOlder(room)) page(() => roomHistory.loadOlder(room.id));
    else if (keeper.below < pagingDistance && !isAtEnd(room)) page(() => roomHistory.loadNewer(room.id));
  }

  /** @param {() => Promise<void>} load */
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

  /** Leads to the latest message, or from there up to unread ones that were never on the screen. */
  function drawJump() {
    const room = current();
    const away = room !== undefined && Boolean(room.messages?.length) && (!keeper.following || !isAtEnd(room));
    const count = room ? unreadOf(room) : 0;
    const above = !away && count > 0 && room?.messages && state.attention === 'watched' && (firstUnread(room) ?? 0) < onScreen(room).first;
    jump.hidden = !away && !above;
    jump.dataset.to = above ? 'unread' : 'latest';
    if (jump.hidden) return;
    const text = above ? `Show ${count} new ${count === 1 ? 'message' : 'messages'}` : count ? `Jump to latest (${count})` : 'Jump to latest';
    if (jump.textContent !== text) jump.replaceChildren(icon(above ? 'up' : 'down'), text);
  }

  /**
   * n of the first and of the last message of which the reader sees the end.
   * @param {Room} room
   */
  function onScreen(room) {
    const seqs = keeper.ended(childrenOf(content).filter((node) => node.dataset.seq)).map((node) => Number(node.dataset.seq));
    /** @param {number | undefined} seq */
    const n = (seq) => room.messages?.find((message) => message.seq === seq)?.n ?? 0;
    return { first: n(seqs[0]), last: n(seqs.at(-1)) };
  }

  /** Only what somebody has before their eyes counts as read, not what a dialog or a drawer lies over. */
  function read() {
    const room = current();
    if (!room?.messages || room.landing || room.read >= room.n || state.attention !== 'watched' || isCovered()) return;
    const { first, last } = onScreen(room);
    if (last) tellRead(room.id, applier.seen(room.id, first, last));
    drawJump();
  }

  async function toLatest() {
    const room = current();
    if (!room) return;
    keeper.following = true;
    const isLoaded = isAtEnd(room) || await roomHistory.loadLatest(room.id).then(() => true, () => false);
    if (room !== current()) return;
    applier.follow(room.id, true);
    if (isLoaded) tellRead(room.id, applier.caughtUp(room.id));
    keeper.toEnd();
    moved();
    redraw();
  }

  const redraw = soon(draw);
  document.addEventListener('close', () => read(), true); // of a dialog
  signal.on('drawers', () => read());
  jump.addEventListener('click', () => {
    if (jump.dataset.to === 'unread') applier.sought(state.current ?? '');
    else toLatest().then(focusComposer);
  });
  signal.on('room outbox', (place) => place === state.current && redraw());
  signal.on('current me link day', redraw);
  signal.on('attention', () => {
    read();
    drawJump();
  });
  setInterval(() => state.current && current() && outbox.waitsUntil(state.current) && redraw(), 1000);
  draw();

  return {
    toLatest,
    isAtLatest: () => jump.hidden,
    /** Goes to what is new in the room that is shown, or to its end. */
    toUnread() {
      const room = current();
      if (room && unreadOf(room)) applier.sought(room.id);
      else toLatest();
    },

    /**
     * Goes to a message of the room that is shown, wherever in its history it is, unless another room is shown by then.
     * @param {number} seq
     */
    async reveal(seq) {
      const room = state.current ?? '';
      const mine = { room, seq };
      seek = mine;
      const isHere = () => state.rooms.get(room)?.messages?.some((message) => message.seq === seq);
      try {
        if (!isHere()) {
          keeper.following = false;
          await roomHistory.loadAround(room, seq);
        }
        if (!isHere() && state.current === room) toast('There is no such message in this room.');
      } finally {
        if (!isHere() && seek === mine) seek = null;
        redraw();
      }
    },
  };
}
