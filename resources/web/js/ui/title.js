import { isMentioned, unreadOf } from '../state/state.js';
import { byId, soon } from './dom.js';

/** What the tab says: how much is unread, where one is, and a dot in the icon. */
export function title({ state, signal, settings }) {
    const draw = soon(() => {
        const rooms = [...state.rooms.values()].filter((room) => !settings.isMuted(room.name));
        const unread = rooms.reduce((sum, room) => sum + unreadOf(room), 0);
        const mentioned = rooms.some((room) => unreadOf(room) > 0 && isMentioned(room));
        const place = state.view === 'chat' && state.current ? `${state.current} · ${state.serverName}` : state.serverName;
        document.title = unread ? `(${unread}) ${place}` : place;
        const href = `icons/favicon${mentioned ? '-mention' : unread ? '-unread' : ''}.svg`;
        if (byId('icon').getAttribute('href') !== href) byId('icon').setAttribute('href', href);
    });
    signal.on('rooms current view', draw);
    draw();
}
