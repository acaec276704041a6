import { mayTryAgain, sentence } from '../net/errors.js';

/** @import { Connection } from '../net/connection.js' */
/** @import { Events } from '../net/protocol.d.ts' */
/** @import { Requests } from '../net/requests.js' */
/** @import { Refusal } from '../net/types.d.ts' */
/** @import { Applier } from '../state/applier.js' */
/** @import { Entrance } from '../state/entrance.js' */
/** @import { Identity } from '../state/identity.js' */
/** @import { Settings } from '../state/settings.js' */
/** @import { Signal } from '../state/state.js' */
/** @import { State } from '../state/types.d.ts' */

// The build replaces @VERSION@.
export const client = 'parlance-web/@VERSION@';

const codePatience = 300000; // ms; the server closes a connection that says nothing for so long

/** How a connection begins: who this tab is, or by what it comes in, and what becomes of a refusal. */
export class Greeter {
  #connection;
  #requests;
  #applier;
  #settings;
  #state;
  #signal;
  #identity;
  #entrance;

  /** @param {{connection: Connection, requests: Requests, applier: Applier, settings: Settings, state: State, signal: Signal, identity: Identity, entrance: Entrance}} uses */
  constructor({ connection, requests, applier, settings, state, signal, identity, entrance }) {
    this.#connection = connection;
    this.#requests = requests;
    this.#applier = applier;
    this.#settings = settings;
    this.#state = state;
    this.#signal = signal;
    this.#identity = identity;
    this.#entrance = entrance;
  }

  /**
   * The welcome; null where there is none.
   * @returns {Promise<Events['welcome'] | null>}
   */
  async greet() {
    try {
      const reply = await this.#ask();
      return reply.type === 'second_factor' ? this.#secondFactor(reply.ticket) : this.#accepted(reply);
    } catch (error) {
      return this.#refused(/** @type {Refusal} */ (error));
    }
  }

  /** @param {Events['welcome']} welcome */
  #accepted(welcome) {
    this.#entrance.done();
    this.#identity.accepted(welcome.userId, welcome.token);
    return welcome;
  }

  /**
   * The password was right. Waits for the code of the authenticator app, as often as the server lets somebody try.
   * @param {string} ticket
   * @returns {Promise<Events['welcome'] | null>}
   */
  #secondFactor(ticket) {
    this.#connection.greeted(codePatience);
    this.#applier.view('join', { needCode: true });
    return new Promise((resolve) => {
      this.#entrance.wantCode(async (code) => {
        try {
          resolve(this.#accepted(await this.#requests.ask('second_factor', { ticket, code })));
        } catch (reason) {
          const error = /** @type {Refusal} */ (reason);
          if (error.code === 'unauthenticated' && error.field === 'code') this.#applier.view('join', { needCode: true, problem: sentence(error) });
          else resolve(this.#refused(error));
        }
      });
    });
  }

  /** @returns {Promise<Events['welcome'] | Events['second_factor']>} */
  #ask() {
    const by = this.#entrance.next();
    if (by) return this.#requests.ask(by.type, /** @type {any} */ ({ protocol: 2, client, ...by.fields }));
    const { token, name, password } = this.#credentials();
    return this.#requests.ask('hello', { protocol: 2, client, token, name, password });
  }

  #credentials() {
    const token = this.#identity.token ?? undefined;
    const name = this.#settings.get('name') || undefined;
    return { token, name: token && !this.#state.join.busy ? undefined : name, password: this.#settings.get('password') || undefined };
  }

  /**
   * @param {Refusal} error
   * @returns {Promise<Events['welcome'] | null>}
   */
  async #refused(error) {
    if (error.code === 'connection_lost') return null;
    if (this.#entrance.isUnderWay && error.code === 'unauthenticated' && this.#entrance.triesOther()) return this.greet();
    if (mayTryAgain(error.code) || error.code === 'internal') {
      this.#connection.retryAfter(error.retryAfter);
      return null;
    }
    this.#connection.stop();
    if (error.code === 'protocol_version') this.#signal.emit('outdated');
    this.#applier.view('join', this.#entrance.isUnderWay ? { problem: sentence(error) } : this.#needed(error));
    this.#entrance.done();
    return null;
  }

  /** @param {Refusal} error */
  #needed(error) {
    if (error.code === 'account_required') return { problem: sentence(error), needAccount: true };
    const badToken = error.code === 'unauthenticated' && error.field === 'token';
    const badPassword = error.code === 'unauthenticated' && !badToken;
    if (badToken) this.#identity.refused();
    return {
      problem: badToken ? 'This server does not know you any more. Join again.' : this.#problemOf(error, badPassword),
      needPassword: badPassword,
    };
  }

  /** @param {Refusal} error @param {boolean} badPassword */
  #problemOf(error, badPassword) {
    if (!badPassword) return sentence(error);
    return this.#settings.get('password') ? 'That password is not right.' : 'This server asks for a password.';
  }
}
