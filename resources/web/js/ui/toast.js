import { byId } from './dom.js';

let timer = 0;

/** A short word at the lower edge, gone after some seconds. */
export function toast(text) {
    const node = byId('toast');
    node.textContent = text;
    node.classList.add('shown');
    clearTimeout(timer);
    timer = setTimeout(() => {
        node.classList.remove('shown');
        node.textContent = '';
    }, 4000);
}
