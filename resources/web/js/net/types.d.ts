import type { Events, Requests } from './protocol.d.ts';

/** Time as the page sees it; tests turn its hands. `later` returns what cancels it. */
export interface Clock {
  now(): number;
  later(delay: number, action: () => void): () => unknown;
}

/** What a frame may look like before its shape was looked at. */
export interface Frame {
  type: string;
  [field: string]: any;
}

/** Why a request has no other reply. */
export type Refusal = Pick<Events['error'], 'code' | 'field' | 'message' | 'retryAfter'>;

/** Where a connection stands; `until` says when the next attempt begins, `code` and `reason` why there is none. */
export interface Link {
  phase: 'idle' | 'connecting' | 'connected' | 'waiting' | 'offline' | 'closed';
  until?: number;
  code?: number;
  reason?: string;
}

/** What is told of a socket. */
export interface SocketEvents {
  opened(): void;
  frame(frame: Frame): void;
  closed(code: number, reason: string): void;
}

export interface Socket {
  send(frame: object): boolean;
  close(): void;
}

/** What is told of a connection. */
export interface ConnectionEvents {
  opened(): void;
  frame(frame: Frame): void;
  lost(): void;
  phase(link: Link): void;
}

/** The reply of each request that has one. */
export interface Replies {
  hello: Events['welcome'];
  sign_in: Events['welcome'] | Events['second_factor'];
  second_factor: Events['welcome'];
  reauthenticate: Events['ok'];
  totp_begin: Events['totp_begun'];
  totp_confirm: Events['recovery_codes'];
  totp_remove: Events['ok'];
  make_transfer: Events['transfer_made'];
  register: Events['welcome'];
  redeem: Events['welcome'];
  set_password: Events['ok'];
  devices: Events['devices'];
  revoke_device: Events['ok'];
  make_invite: Events['invite_made'];
  invites: Events['invites'];
  revoke_invite: Events['ok'];
  join: Events['joined'];
  leave: Events['ok'];
  rename: Events['renamed'];
  history: Events['history'];
  rooms: Events['rooms'];
  members: Events['members'];
  memberships: Events['memberships'];
}

/** What the sender of a request fills in. */
export type Fields<Type extends keyof Requests> = Omit<Requests[Type], 'type' | 'ref'>;

/** A function that imports a part of the page. */
export type Load<Module> = () => Promise<Module>;
