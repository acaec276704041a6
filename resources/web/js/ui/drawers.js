import { byId, focused } from './dom.js';
import { focusComposer, isChosenByKeyboard } from './focus.js';

/** @typedef {'rooms' | 'members'} Name */

const membersBeside = matchMedia('(min-width: 1024px)');
const roomsBeside = matchMedia('(min-width: 760px)');

/**
 * The panels at the sides. Wide windows show them beside the log, the members as the person left them. Narrow windows show
 * them as drawers over the log, one at a time and closed at first.
 * @param {import('./types.d.ts').Use<'settings' | 'signal'>} uses
 * @returns {import('./types.d.ts').Drawers}
 */
export function createDrawers({ settings, signal }) {
  const root = byId('app');
  /** @type {Name | null} */
  let over = null; // the drawer that lies over the log

  /** @param {Name} name */
  const isOver = (name) => over === name;
  /** @param {Name} name */
  const isOpen = (name) => (name === 'members' ? (membersBeside.matches ? settings.get('members') : isOver(name)) : roomsBeside.matches || isOver(name));

  function show() {
    root.dataset.rooms = isOpen('rooms') ? 'open' : 'closed';
    root.dataset.members = isOpen('members') ? 'open' : 'closed';
    byId('scrim').hidden = over === null;
    byId('open-members').setAttribute('aria-expanded', String(isOpen('members')));
    byId('open-rooms').setAttribute('aria-expanded', String(isOpen('rooms')));
    signal.emit('drawers');
  }

  /** @param {Name} name */
  function open(name) {
    if (name === 'members' && membersBeside.matches) settings.set('members', true);
    else over = name;
    show();
    if (over) byId(over === 'rooms' ? 'sidebar' : 'members').querySelector('a, button')?.focus();
  }

  /** @param {Name} name */
  function close(name) {
    const byKeyboard = isChosenByKeyboard(focused());
    if (name === 'members' && membersBeside.matches) settings.set('members', false);
    else over = null;
    show();
    if (byKeyboard || !focusComposer()) byId(name === 'rooms' ? 'open-rooms' : 'open-members').focus();
  }

  byId('open-rooms').addEventListener('click', () => open('rooms'));
  byId('open-members').addEventListener('click', () => (isOpen('members') ? close('members') : open('members')));
  byId('scrim').addEventListener('click', () => over && close(over));
  for (const query of [membersBeside, roomsBeside]) {
    query.addEventListener('change', () => {
      over = null;
      show();
    });
  }
  signal.on('current', () => over === 'rooms' && close('rooms'));

  return {
    isOpen,
    close,
    start: show,
    /** Closes the drawer over the log. Returns whether there was one. */
    closeTop() {
      const name = over;
      if (name) close(name);
      return name !== null;
    },
  };
}
