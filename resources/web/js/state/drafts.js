/** What was typed in a room and not sent. */
export class Drafts {
    #storage;

    constructor(storage) {
        this.#storage = storage;
    }

    get(room) {
        return this.#storage.get(`draft.${room}`, '');
    }

    set(room, text) {
        if (text) this.#storage.set(`draft.${room}`, text);
        else this.#storage.remove(`draft.${room}`);
    }
}
