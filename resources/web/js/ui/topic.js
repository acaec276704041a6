import { byId, soon } from './dom.js';
import { linked } from './richtext.js';

/**
 * Shows the room's topic with its links in one line. If the topic or the room's name does not fit, a button shows both in full.
 * @param {import('./types.d.ts').Use<'state' | 'signal'>} uses
 */
export function topicLine({ state, signal }) {
  const topic = byId('topic');
  const more = byId('topic-more');
  /** @type {string | null} */
  let drawn = null; // room and texts
  let isWhole = false;

  const draw = soon(() => {
    const room = state.rooms.get(state.current);
    const text = room?.topic || (room && state.link.phase === 'connected' ? peopleHere(room) : '');
    const mark = JSON.stringify([state.current, room?.name, text]);
    if (mark === drawn) return;
    drawn = mark;
    topic.replaceChildren(...linked(text));
    show(false);
  });

  /** @param {boolean} whole */
  function show(whole) {
    isWhole = whole;
    byId('header').classList.toggle('whole', whole);
    more.setAttribute('aria-expanded', String(whole));
    measure();
  }

  function measure() {
    if (isWhole) return;
    more.hidden = true;
    more.hidden = [byId('room-name'), topic].every((node) => node.scrollWidth <= node.clientWidth);
  }

  more.addEventListener('click', () => show(!isWhole));
  new ResizeObserver(measure).observe(byId('header'));
  signal.on('room current rooms link', draw);
  draw();
}

/** @param {{userCount: number}} room */
const peopleHere = ({ userCount }) => (userCount === 1 ? 'Only you are here' : userCount > 1 ? `${userCount} people here` : '');
