import type { Events, Limits, MessageState } from '../net/protocol.d.ts';
import type { Link } from '../net/types.d.ts';

export interface Me {
  userId: string;
  username: string;
}

/** What the page knows; createState() says what each is for. */
export interface State {
  view: 'join' | 'chat';
  join: { problem: string; needPassword: boolean; needCode: boolean; needAccount: boolean; busy: boolean };
  link: Link;
  me: Me | null;
  account: Events['welcome']['account'] | null;
  device: Events['welcome']['device'] | null;
  serverName: string;
  limits: Pick<Limits, 'text' | 'rooms' | 'name' | 'room' | 'topic'>;
  rooms: Rooms;
  people: Map<string, string>;
  current: string | null;
  calledSo: string | null;
  offered: string | null;
  isUnmade: boolean;
  attention: 'hidden' | 'beside' | 'watched';
  ready: boolean;
}

/** Rooms by id; nobody is in a room without one. */
export interface Rooms extends Map<string, Room> {
  get(id: string | null | undefined): Room | undefined;
  has(id: string | null | undefined): boolean;
}

/** `gone`: its text was edited or deleted, and the event that did it is still to come. */
export type Message = MessageState & { gone?: boolean };

/** A durable event that changes an earlier message. */
export type Change = Events['edited'] | Events['deleted'];

/** One room; createRoom() says what each is for. */
export interface Room {
  id: string;
  name: string;
  role: string | null;
  log: string | null;
  head: number;
  handled: number | null;
  n: number;
  read: number;
  topic: string;
  live: boolean;
  users: Map<string, string>;
  userCount: number;
  messages: Message[] | null;
  recent: Message[];
  changes: Map<string, Change>;
  forgotten: number;
  notices: Notice[];
  mentions: number[];
  unseen: Map<string, number>;
  gone: Set<number>;
  line: number | null;
  landing: 'line' | 'end' | null;
  following: boolean;
}

/** A system line behind message number `after`; `rev` counts its changes. */
export type Notice = { key: string; after: number; rev: number; at: number } & (
  | { kind: 'presence'; joined: Map<string, string>; left: Map<string, string> }
  | { kind: 'renamed'; userId: string; from: string; to: string }
  | { kind: 'topic'; username: string; text: string }
  | { kind: 'named'; username: string | null; name: string }
);

/** What a person wrote and the log does not have yet, as it is kept; `room` is a place, as in a draft. */
export interface Entry {
  type?: 'message' | 'edit' | 'delete';
  nonce: string;
  page: string;
  room: string;
  id?: string;
  text?: string;
  style?: string;
  userId: string | null;
  at: number;
  order: number;
  state: 'queued' | 'failed';
  tried: boolean;
  reason?: string;
}

/** An edit that is under way. */
export interface Edit {
  id: string;
  original: string;
  text: string;
}

export interface Draft {
  page: string;
  userId: string | null;
  room: string;
  text: string;
  edit: Edit | null;
  at: number;
}

/** What became of what a row shows. */
export interface Fate {
  state: 'sent' | 'pending' | 'failed';
  entry?: Entry;
  waits?: number;
  isConnected?: boolean;
  mark: string;
}

/** A message as a row shows it; one's own that is on its way has no place in the log yet. */
export type Shown = Pick<Message, 'userId' | 'username' | 'timestamp'> & Partial<Message>;

export type MessageRow = Fate & { kind: 'message'; key: string; message: Shown; own: boolean; starts: boolean; ends: boolean; stamped: boolean; tag: string };

export type Row =
  | MessageRow
  | { kind: 'day'; key: string; mark: string; at: number }
  | { kind: 'line'; key: string; mark: string }
  | { kind: 'notice'; key: string; mark: string; notice: Notice };

/** A place, and what it was called when somebody was there. */
export interface Place {
  room: string;
  name: string | null;
}

/** What a person chose, and what lets them back in; settings.js says what each is for. */
export interface Choices {
  token: string | null;
  userId: string | null;
  name: string;
  password: string;
  place: Place;
  memberships: { room: string; log: string | null; name: string }[];
  former: Place[];
  theme: 'system' | 'light' | 'dark';
  notify: boolean;
  announce: boolean;
  enterSends: boolean | null;
  members: boolean;
  silenced: string[];
  backoffCeiling: number;
}

export interface Typist {
  room: string;
  userId: string;
  username?: string;
  isTyping: boolean;
}

/** What each topic of the signal is told with. */
export interface Topics {
  me: undefined;
  rooms: undefined;
  room: string;
  arrived: { room: Room; message: Events['message'] };
  own: { room: string; nonce?: string };
  hole: string;
  removed: { room: string; name: string; why: 'left' | 'deleted' | 'absent' };
  named: Room;
  unmade: string;
  moved: { from: string; to: string };
  refused: { room: string | null; text: string };
  typed: Typist;
  typing: string;
  outbox: string;
  draft: string;
  settings: string;
  view: undefined;
  link: Link | undefined;
  current: undefined;
  attention: undefined;
  day: undefined;
  ready: undefined;
  drawers: undefined;
  identity: undefined;
  ended: undefined;
  forgotten: undefined;
  outdated: undefined;
}

/** What carries messages between the pages of a browser. */
export interface Wire {
  onmessage: ((event: any) => void) | null;
  postMessage(data: unknown): void;
}

/** localStorage, or what has its shape. */
export type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** navigator.locks, or what has its shape. */
export type Locks = Pick<LockManager, 'request' | 'query'>;
