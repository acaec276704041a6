/** How well a name fits what was typed: its letters in order; whole beginnings before scattered ones. 0: not at all. */
export function score(name, query) {
    const text = name.toLowerCase();
    const wanted = query.trim().toLowerCase();
    if (!wanted) return 1;
    if (text === wanted) return 1000;
    if (text.startsWith(wanted)) return 500 - text.length;
    const at = text.indexOf(wanted);
    if (at > 0) return 300 - at - text.length / 100;
    let points = 0;
    let from = 0;
    for (const sign of wanted) {
        const found = text.indexOf(sign, from);
        if (found < 0) return 0;
        points += found === from ? 3 : 1;
        from = found + sign.length;
    }
    return points / (1 + text.length / 100);
}

/** The fitting ones, best first; equals stay in the order they came. */
export function rank(items, query, nameOf = (item) => item) {
    return items
        .map((item, order) => ({ item, order, points: score(nameOf(item), query) }))
        .filter(({ points }) => points > 0)
        .sort((a, b) => b.points - a.points || a.order - b.order)
        .map(({ item }) => item);
}
