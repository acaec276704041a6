import { currentName } from '../state/state.js';
import { inviteHash } from '../text/routes.js';
import { byId, soon } from './dom.js';
import { openMenu } from './menu.js';
import { copy } from './toast.js';

/**
 * Shows the current room's name and the menu of what can be done with it.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'leave' | 'openTopic' | 'openRename'>} uses
 */
export function roomHeader({ state, signal, settings, leave, openTopic, openRename }) {
  const options = byId('open-options');

  const draw = soon(() => {
    const room = state.rooms.get(state.current);
    const isKnown = room && state.link.phase === 'connected'; // without a connection nobody knows who is there
    const name = currentName(state);
    byId('room-name').textContent = name ?? state.serverName;
    byId('room-name').classList.toggle('is-room', name !== null);
    options.hidden = !room;
    byId('open-members').hidden = !room;
    byId('open-members').setAttribute('aria-label', isKnown ? `Members, ${room.userCount} here` : 'Members');
  });

  options.addEventListener('click', () => {
    const room = state.rooms.get(state.current);
    if (!room) return;
    const { id, name, role } = room;
    const muted = settings.isMuted(id);
    openMenu(options, [
      { label: 'Copy link to this room', icon: 'link', act: () => copy(linkTo(name), 'Link copied') },
      { label: 'Change topic…', icon: 'pencil', act: () => openTopic(id) },
      ...role === 'owner' ? [{ label: 'Rename room…', icon: 'pencil', act: () => openRename(id) }] : [],
      { label: muted ? 'Unmute room' : 'Mute room', icon: muted ? 'bell' : 'mute', act: () => settings.mute(id, !muted) },
      {
        label: 'Leave room',
        icon: 'leave',
        danger: true,
        act: () => leave(id),
      },
    ]);
  });

  signal.on('room current rooms link', draw);
  draw();
}

/** @param {string} name */
const linkTo = (name) => new URL(inviteHash(name), location.href.split('#')[0]).href;
