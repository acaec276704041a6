/** Asks the browser, on a click. '' or why not. */
export async function canNotify() {
    if (!('Notification' in window)) return 'This browser has no notifications.';
    if (Notification.permission === 'denied') return 'The browser blocks notifications from this page. Allow them in its settings.';
    const answer = Notification.permission === 'granted' ? 'granted' : await Notification.requestPermission();
    return answer === 'granted' ? '' : 'The browser did not allow it.';
}

/** Tells of mentions while nobody looks at the page. A room has one notification at a time. */
export function notifications({ settings, signal, state, isWatched, go }) {
    signal.on('arrived', ({ room, message }) => {
        const forMe = message.userId !== state.me?.userId && message.mentions?.some((id) => id === state.me?.userId || id === 'all');
        if (!forMe || message.n <= room.read || isWatched() || settings.isMuted(room.name) || !settings.get('notify')) return;
        if (!('Notification' in window) || Notification.permission !== 'granted') return;
        try {
            const shown = new Notification(`${message.username} in ${room.name}`, { body: message.text, tag: `parlance:${room.name}`, renotify: true, icon: 'icons/favicon.svg' });
            shown.onclick = () => {
                window.focus();
                go(room.name);
                shown.close();
            };
        } catch {
            // Some phones have them only for service workers.
        }
    });
}
