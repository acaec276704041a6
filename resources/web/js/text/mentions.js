/**
 * Where a text calls people by @name, so that it can be marked. Who is meant was found by the server; `names` maps the
 * mentioned ids to what those people are called. common/text/mentions.cpp has the same rule.
 */
const isWord = (sign) => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);

/** [{text, id?}], which put together give the text again. */
export function markMentions(text, names) {
    const parts = [];
    let done = 0;
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
        if (at < done || isWord(text[at - 1])) continue;
        const found = longest(text, at + 1, names);
        if (!found) continue;
        if (at > done) parts.push({ text: text.slice(done, at) });
        done = at + 1 + found.name.length;
        parts.push({ text: text.slice(at, done), id: found.id });
    }
    if (done < text.length) parts.push({ text: text.slice(done) });
    return parts;
}

function longest(text, from, names) {
    let best = null;
    for (const { id, name } of names) {
        if (!name || (best && best.name.length >= name.length)) continue;
        const there = text.slice(from, from + name.length);
        if (there.toLowerCase() === name.toLowerCase() && !isWord(text[from + name.length])) best = { id, name: there };
    }
    return best;
}
