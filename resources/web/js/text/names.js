/** What can be said about a name before the server is asked. The server's word counts. */
export const normal = (text) => text.normalize('NFC').trim();

export function nameProblem(text, most, what) {
    const name = normal(text);
    if (!name) return `Enter a ${what}.`;
    if ([...name].length > most) return `A ${what} has at most ${most} characters.`;
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return `That ${what} contains characters that cannot be seen.`;
    return '';
}
