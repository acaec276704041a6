/** Who wants to know what changed. A topic is a word; listeners are called in the order they came. */
export class Signal {
    #listeners = new Map();

    on(topics, listener) {
        for (const topic of topics.split(' ')) {
            if (!this.#listeners.has(topic)) this.#listeners.set(topic, []);
            this.#listeners.get(topic).push(listener);
        }
    }

    emit(topic, detail) {
        for (const listener of this.#listeners.get(topic) ?? []) listener(detail);
    }
}
