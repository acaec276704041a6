/**
 * Elements without markup: text always becomes a text node, so that nothing that a stranger wrote is ever read as HTML.
 * Keys are attributes, but for `class`, `text` and `on` ({event: listener}); undefined, null and false leave one out.
 */
export function el(tag, properties = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(properties)) {
        if (value === undefined || value === null || value === false) continue;
        if (key === 'on') for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
        else if (key === 'text') node.textContent = value;
        else node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
}

export const byId = (id) => document.getElementById(id);

/** Runs `draw` once after whatever happens now, with the next frame where the page is seen and soon where it is not. */
export function soon(draw) {
    let waiting = false;
    return () => {
        if (waiting) return;
        waiting = true;
        const run = () => {
            if (!waiting) return;
            waiting = false;
            draw();
        };
        requestAnimationFrame(run);
        setTimeout(run, 60);
    };
}

/** Makes the children of `parent` be these, in this order, and moves only what is not in its place. */
export function arrange(parent, nodes) {
    const wanted = new Set(nodes);
    for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
    let next = parent.firstElementChild;
    for (const node of nodes) {
        if (node === next) next = next.nextElementSibling;
        else parent.insertBefore(node, next);
    }
}
