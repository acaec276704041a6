/**
 * Finds what may be clicked in a text: http, https and mailto, nothing else. The text stays as it was typed; only an address
 * that the URL parser reads as one of the three becomes a link.
 */
const candidate = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u0000-\u001f\u200b-\u200f\u2028-\u202f\u2060-\u206f]+/gi;
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** [{text, href?}], which put together give the text again. */
export function linkify(text) {
    const parts = [];
    let done = 0;
    for (const match of text.matchAll(candidate)) {
        const shown = withoutTail(match[0]);
        const href = safe(shown);
        if (!href) continue;
        if (match.index > done) parts.push({ text: text.slice(done, match.index) });
        parts.push({ text: shown, href });
        done = match.index + shown.length;
    }
    if (done < text.length) parts.push({ text: text.slice(done) });
    return parts;
}

function safe(address) {
    try {
        const url = new URL(address);
        if (!allowed.has(url.protocol) || (url.protocol !== 'mailto:' && !url.hostname)) return null;
        return url.protocol === 'mailto:' && !url.pathname.includes('@') ? null : url.href;
    } catch {
        return null;
    }
}

/** Punctuation at the end belongs to the sentence, and a closing bracket to its opening one. */
function withoutTail(address) {
    let end = address.length;
    for (;;) {
        const last = address[end - 1];
        if (/[.,;:!?…*_~]/.test(last)) end -= 1;
        else if (last === ')' && count(address, ')', end) > count(address, '(', end)) end -= 1;
        else if (last === ']' && count(address, ']', end) > count(address, '[', end)) end -= 1;
        else return address.slice(0, end);
    }
}

const count = (text, sign, end) => text.slice(0, end).split(sign).length - 1;
