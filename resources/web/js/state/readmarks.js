export const gatheredFor = 300; // ms: reading on is told once in that time

/** Tells the server how far one has read, not with every message. */
export class ReadMarks {
    #clock;
    #tell;
    #waiting = new Map();

    constructor(clock, tell) {
        this.#clock = clock;
        this.#tell = tell;
    }

    mark(room, n) {
        const isFirst = this.#waiting.size === 0;
        this.#waiting.set(room, n);
        if (isFirst) this.#clock.later(gatheredFor, () => this.#flush());
    }

    #flush() {
        const marks = [...this.#waiting];
        this.#waiting.clear();
        for (const [name, n] of marks) this.#tell({ room: name, n });
    }
}
