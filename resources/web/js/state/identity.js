/**
 * Who this browser is. Its tabs share that through the settings; a tab keeps the identity under which it was opened or came
 * in, and never takes on another by itself: when the shared one is signed out, cleared or replaced, the tab's own has ended.
 */
export class Identity {
  #settings;
  /** @type {{userId: string | null, token: string} | null} */
  #own = null; // {userId, token}: as whom this tab was opened or came in; version 0.1 did not keep the userId

  /** @param {import('./settings.js').Settings} settings */
  constructor(settings) {
    this.#settings = settings;
    const token = settings.get('token');
    if (token) this.#own = { userId: settings.get('userId'), token };
  }

  /** What to greet the server with; null for somebody new. The same person may have got another token in another tab. */
  get token() {
    const shared = this.#settings.get('token');
    const isOurs = !this.#own || (this.#own.userId !== null && this.#own.userId === this.#settings.get('userId'));
    return (isOurs && shared) || (this.#own?.token ?? null);
  }

  get userId() {
    return this.#own?.userId ?? null;
  }

  /**
   * The server knows this tab as `userId`, by the token that it gave, or else by the one that it was shown.
   * @param {string} userId @param {string | undefined} given
   */
  accepted(userId, given) {
    const token = given ?? this.token ?? '';
    this.#own = { userId, token };
    if (this.#settings.get('userId') !== userId) this.#settings.set('userId', userId);
    if (this.#settings.get('token') !== token) this.#settings.set('token', token);
  }

  /** The server does not accept the token any more. */
  refused() {
    if (this.#settings.get('token') === this.token) this.#settings.set('token', null);
    this.#own = null;
  }

  /** '' while this tab is who it was; else how its identity ended: 'signed out', 'replaced', or 'refused' by the server. */
  get end() {
    if (!this.#own) return '';
    const [userId, token] = [this.#settings.get('userId'), this.#settings.get('token')];
    if (!token) return userId !== null && userId === this.#own.userId ? 'refused' : 'signed out';
    const isSame = userId === null || userId === this.#own.userId || token === this.#own.token;
    return isSame ? '' : 'replaced';
  }

  forget() {
    this.#own = null;
  }
}
