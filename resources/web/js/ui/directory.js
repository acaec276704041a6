import { sentence } from '../net/errors.js';
import { RoomSearch } from '../net/roomsearch.js';
import { nameProblem, normal } from '../text/people.js';
import { placeNamed } from '../text/places.js';
import { ago } from '../text/time.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { focusComposer, typesOnScreen } from './focus.js';

/** @import { Refusal } from '../net/types.d.ts' */

const searchDelay = 200; // ms after the last key

/**
 * The dialog that lists the server's rooms: people find a room, join it, or create one with a topic.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'requests' | 'session' | 'go'>} uses
 */
export function open({ state, signal, requests, go, session }) {
  const search = el('input', { type: 'search', id: 'room-search', autofocus: !typesOnScreen(), autocomplete: 'off', placeholder: 'Search rooms', 'aria-label': 'Search rooms', dir: 'auto' });
  const list = el('ul', { id: 'directory-list', 'aria-label': 'Rooms on this server' });
  const status = el('p', { class: 'note', role: 'status' });
  const more = el('button', { type: 'button', text: 'Show more', hidden: true });
  const dialog = openDialog({ id: 'directory', title: 'Browse rooms', wide: true, body: [search, status, list, more, createForm()] });
  /** @type {RoomSearch | null} */
  let current = null; // the search whose rooms are shown
  let suggested = ''; // the new room's name that the page filled in itself
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = 0;

  async function start() {
    current?.stop();
    current = new RoomSearch(requests, normal(search.value));
    await load(current, (nodes) => list.replaceChildren(...nodes));
  }

  /** @param {RoomSearch} mine @param {(nodes: HTMLElement[]) => void} put */
  async function load(mine, put) {
    try {
      const rooms = await mine.next();
      if (mine !== current) return;
      put(rooms.map((room) => roomNode(room)));
      if (more === document.activeElement && !mine.hasMore) search.focus();
      more.hidden = !mine.hasMore;
      const wanted = normal(search.value);
      status.textContent = list.children.length ? '' : emptyText(wanted, mine.hasMore);
      if (!list.children.length) suggestName(wanted);
    } catch (error) {
      if (mine === current) status.textContent = sentence(/** @type {Refusal} */ (error));
    }
  }

  /**
   * Offers to create the room that was not found. A name that somebody typed stays.
   * @param {string} wanted
   */
  function suggestName(wanted) {
    const field = /** @type {HTMLInputElement} */ (dialog.querySelector('#new-room'));
    if (field.value && field.value !== suggested) return;
    suggested = wanted;
    field.value = wanted;
  }

  /** @param {import('../net/protocol.d.ts').RoomSummary} summary */
  function roomNode({ room, name, topic, n, userCount, lastAt }) {
    const joined = state.rooms.has(room);
    const facts = [userCount === 1 ? '1 person here' : userCount ? `${userCount} people here` : 'nobody here', n === 1 ? '1 message' : `${n} messages`, lastAt && `active ${ago(lastAt, Date.now())}`];
    return el('li', { 'data-room': room },
      el('div', { class: 'about' },
        el('p', { class: 'name', dir: 'auto', text: name }),
        topic && el('p', { class: 'topic', dir: 'auto', text: topic }),
        el('p', { class: 'note', text: facts.filter(Boolean).join(' · ') })),
      el('button', { 'type': 'button', 'class': joined ? undefined : 'primary', 'aria-label': `${joined ? 'Open' : 'Join'} ${name}`, 'text': joined ? 'Open' : 'Join', 'on': { click: () => choose(room) } }));
  }

  function createForm() {
    const name = el('input', { id: 'new-room', maxlength: 128, autocomplete: 'off', dir: 'auto', required: true, autocapitalize: 'none' });
    const topic = el('input', { id: 'new-topic', maxlength: state.limits.topic, autocomplete: 'off', dir: 'auto' });
    const problem = el('p', { class: 'problem', role: 'alert' });
    /** @param {Event} event */
    const create = async (event) => {
      event.preventDefault();
      problem.textContent = nameProblem(name.value, state.limits.room, 'room name');
      if (problem.textContent) return;
      try {
        const place = placeNamed(normal(name.value));
        session.mayMake(place);
        const room = await session.join(place, topic.value.trim());
        if (dialog.open) choose(room);
      } catch (error) {
        problem.textContent = sentence(/** @type {Refusal} */ (error));
      }
    };
    return el('form', { id: 'create-room', 'aria-label': 'Create a room', on: { submit: create } },
      el('h3', { text: 'Create a room' }),
      el('div', { class: 'pair' },
        el('label', { text: 'Room name' }, name),
        el('label', { text: 'Topic (optional)' }, topic)),
      problem,
      el('button', { type: 'submit', text: 'Create room' }));
  }

  /** @param {string} room */
  function choose(room) {
    dialog.close();
    go(room);
    focusComposer();
  }

  /**
   * A room that is listed has another name by now. The focus stays where it is.
   * @param {import('../state/types.d.ts').Room} room
   */
  function rename({ id, name }) {
    const node = [...list.querySelectorAll('li')].find(({ dataset }) => dataset.room === id);
    if (!node) return;
    /** @type {HTMLElement} */ (node.querySelector('.name')).textContent = name;
    node.querySelector('button')?.setAttribute('aria-label', `${node.querySelector('button')?.textContent} ${name}`);
  }

  dialog.addEventListener('close', signal.on('named', rename));
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(start, searchDelay);
  });
  more.addEventListener('click', () => current && load(current, (nodes) => list.append(...nodes)));
  start();
}

/** @param {string} wanted @param {boolean} hasMore */
function emptyText(wanted, hasMore) {
  if (hasMore) return 'Nothing found so far. Show more to search on.';
  return wanted ? `No room matches “${wanted}”. Create it below.` : 'There are no rooms yet. Create the first one below.';
}
