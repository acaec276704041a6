import { byId } from './dom.js';
import { completionPopup } from './completionpopup.js';

const counterFrom = 0.8; // of the limit
const tallest = 220; // px

/** Where one writes: Enter sends, Shift+Enter breaks the line; each room keeps its draft. */
export function composer(app) {
    const { state, signal, drafts, outbox, typing } = app;
    const form = byId('composer');
    const field = byId('message');
    const popup = completionPopup(app, field, changed);
    let room = null;

    function changed() {
        grow();
        count();
        drafts.set(room, field.value);
        typing.typed(room, !field.value.trim());
        popup.update();
    }

    function grow() {
        field.style.height = 'auto';
        field.style.height = `${Math.min(field.scrollHeight, tallest)}px`;
    }

    function count() {
        const left = state.limits.text - field.value.length;
        const near = field.value.length > state.limits.text * counterFrom;
        byId('counter').textContent = near ? String(left) : '';
        byId('counter').classList.toggle('over', left < 0);
        byId('counter').setAttribute('aria-label', near ? `${left} characters left` : '');
        byId('send').disabled = left < 0 || !field.value.trim();
    }

    function submit() {
        const typed = field.value.trimEnd();
        if (!room || !typed.trim() || field.value.length > state.limits.text) return;
        const action = /^\/me\s+(\S[\s\S]*)$/.exec(typed);
        typing.sent();
        outbox.add(room, action ? action[1] : typed, action ? 'me' : undefined);
        field.value = '';
        changed();
        app.log.toLatest();
    }

    function show() {
        if (room === state.current) return;
        typing.stop();
        room = state.current;
        field.value = room ? drafts.get(room) : '';
        field.disabled = !room;
        form.hidden = !room;
        field.placeholder = room ? `Message ${room}` : '';
        popup.close();
        grow();
        count();
        if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) field.focus();
    }

    field.addEventListener('input', changed);
    field.addEventListener('keydown', (event) => {
        if (event.isComposing || popup.onKey(event)) return;
        if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            submit();
        }
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        submit();
        field.focus();
    });
    signal.on('current', show);
    signal.on('me', count);
    show();
}
