import { announcer, notifications } from './attention.js';
import { composer } from './composer.js';
import { connectionBar, me, title, typingLine } from './status.js';
import { byId } from './dom.js';
import { createDrawers } from './drawers.js';
import { placeIcons } from './pictures.js';
import { joinScreen } from './joinscreen.js';
import { openKeyboardMap, keys } from './keys.js';
import { logView } from './log.js';
import { membersPanel } from './memberspanel.js';
import { messageActions } from './messageactions.js';
import { navigation } from './navigation.js';
import { roomHeader } from './roomheader.js';
import { roomList } from './roomlist.js';
import { switcher } from './switcher.js';
import { toast } from './toast.js';

/** What is not needed at first comes when it is asked for. */
const later = (app, load) => async (...details) => {
    try {
        (await load()).open(app, ...details);
    } catch {
        toast('That needs a connection to the server.');
    }
};

/** Puts the components together. What one needs of another is a function in `app`. */
export function startInterface(app) {
    placeIcons(document);
    const screen = joinScreen(app);
    const { go, follow } = navigation(app);
    app.go = go;
    app.openDirectory = later(app, () => import('./directory.js'));
    app.openSwitcher = switcher(app);
    app.openPreferences = later(app, () => import('./preferences.js'));
    app.openTopic = later(app, () => import('./topicdialog.js'));
    app.drawers = createDrawers(app);
    app.log = logView(app);

    roomList(app);
    roomHeader(app);
    connectionBar(app);
    composer(app);
    typingLine(app);
    membersPanel(app);
    messageActions(app);
    me(app);
    title(app);
    announcer(app);
    notifications(app);
    keys(app);

    byId('open-switcher').addEventListener('click', app.openSwitcher);
    byId('open-directory').addEventListener('click', app.openDirectory);
    byId('open-keys').addEventListener('click', openKeyboardMap);
    byId('me').addEventListener('click', app.openPreferences);
    byId('skip').addEventListener('click', () => byId('message').focus());
    app.signal.on('settings', (key) => key === 'theme' && showTheme(app.settings.get('theme')));

    app.drawers.start();
    const { room, key } = follow();
    screen.prefill(room, key);
    if (room) app.settings.set('room', room);
}

function showTheme(theme) {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
}
