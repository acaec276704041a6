/** What is being completed at the caret. */
export interface Completion {
  sign: string;
  query: string;
  from: number;
}

/** Somebody, or `all`, by a name. */
export interface Named {
  id: string;
  name: string;
}

/** Whom a message calls, by a name if that is known. */
export interface Called {
  id: string;
  name?: string;
}
