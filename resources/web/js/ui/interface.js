import { announcer } from './announcer.js';
import { composer } from './composer.js';
import { connectionBar } from './connectionbar.js';
import { directory } from './directory.js';
import { byId } from './dom.js';
import { createDrawers } from './drawers.js';
import { placeIcons } from './icons.js';
import { joinScreen } from './joinscreen.js';
import { openKeyboardMap } from './keyboardmap.js';
import { keys } from './keys.js';
import { logView } from './log.js';
import { me } from './me.js';
import { membersPanel } from './memberspanel.js';
import { messageActions } from './messageactions.js';
import { navigation } from './navigation.js';
import { notifications } from './notifications.js';
import { preferences } from './preferences.js';
import { roomHeader } from './roomheader.js';
import { roomList } from './roomlist.js';
import { switcher } from './switcher.js';
import { title } from './title.js';
import { topicDialog } from './topicdialog.js';
import { typingLine } from './typingline.js';

/** Puts the components together. What one needs of another is a function in `app`. */
export function startInterface(app) {
    placeIcons(document);
    const screen = joinScreen(app);
    const { go, follow } = navigation(app);
    app.go = go;
    app.openDirectory = directory(app);
    app.openSwitcher = switcher(app);
    app.openPreferences = preferences(app);
    app.openTopic = topicDialog(app);
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
