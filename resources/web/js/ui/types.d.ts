import type { Members } from '../net/members.js';
import type { Parts } from '../net/parts.js';
import type { Requests } from '../net/requests.js';
import type { Clock, Refusal } from '../net/types.d.ts';
import type { Connection } from '../net/connection.js';
import type { Applier } from '../state/applier.js';
import type { Channel } from '../state/channel.js';
import type { Database } from '../state/database.js';
import type { Entrance } from '../state/entrance.js';
import type { Drafts } from '../state/drafts.js';
import type { Identity } from '../state/identity.js';
import type { Outbox } from '../state/outbox.js';
import type { Pages } from '../state/pages.js';
import type { Settings } from '../state/settings.js';
import type { Signal } from '../state/state.js';
import type { Storage } from '../state/storage.js';
import type { Message, Room, State } from '../state/types.d.ts';
import type { TypingReporter, Typists } from '../state/typing.js';
import type { RoomHistory } from '../sync/roomhistory.js';
import type { Session } from '../sync/session.js';

/** What components may be handed, under the names by which all of them know it. Each says which of these it uses. */
export interface Uses {
  applier: Applier;
  channel: Channel;
  clock: Clock;
  connection: Connection;
  database: Database;
  drafts: Drafts;
  drawers: Drawers;
  entrance: Entrance;
  identity: Identity;
  locks: LockManager | undefined;
  log: LogView;
  members: Members;
  outbox: Outbox;
  pages: Pages;
  parts: Parts;
  requests: Requests;
  roomHistory: RoomHistory;
  session: Session;
  settings: Settings;
  signal: Signal;
  state: State;
  storage: Storage;
  typing: TypingReporter;
  typists: Typists;

  /** Comes in from the first screen. */
  join(wanted: { name: string; room: string; password: string }): void;
  /** Comes in by what the entrance was given. */
  comeIn(): void;
  /** Goes to a place, joining the room if need be, and there to a message. */
  go(place: string, seq?: number | null, how?: { replace?: boolean }): Promise<void> | void;
  /** Leaves a room; asks first where messages are lost by it. */
  leave(room: string): void;
  /** Changes one's name, and says so. */
  rename(name: string): Promise<void>;
  signOut(): void;
  reconnectNow(): void;
  copyRoomLink(room: Room): void;
  /** A room is read up to `n`; 0 where that is nothing new. */
  tellRead(room: string, n: number): void;
  tell(error: Refusal): void;
  /** Edits a message in the composer. */
  edit(message: Pick<Message, 'id' | 'text'>): void;
  question(asked: Question): void;
  /** One's account; for a guest, how to get one, by this invite if there is one. */
  openAccount(invite?: string): void;
  openDirectory(): void;
  openInvite(): void;
  openKeyboardMap(): void;
  openSwitcher(): void;
  openTopic(room: string): void;
  openRename(room: string): void;
}

/** Those of the names above that a component uses. */
export type Use<Names extends keyof Uses> = Pick<Uses, Names>;

export interface Question {
  title: string;
  text: string;
  action: string;
  act: () => void;
}

export interface LogView {
  toLatest(): Promise<void>;
  isAtLatest(): boolean;
  toUnread(): void;
  reveal(seq: number): Promise<void>;
}

export interface Drawers {
  isOpen(name: 'rooms' | 'members'): boolean;
  close(name: 'rooms' | 'members'): void;
  start(): void;
  closeTop(): boolean;
}

/** What completes names above the composer. */
export interface Suggestions {
  update(): void;
  close(): void;
  onKey(event: KeyboardEvent): boolean;
}

export interface MenuItem {
  label: string;
  icon: string;
  danger?: boolean;
  act: () => void;
}

export interface Point {
  x: number;
  y: number;
}

/** Elements of index.html that are more than an HTMLElement. */
export interface Ids {
  'composer': HTMLFormElement;
  'join-button': HTMLButtonElement;
  'join-form': HTMLFormElement;
  'join-name': HTMLInputElement;
  'join-password': HTMLInputElement;
  'join-room': HTMLInputElement;
  'message': HTMLTextAreaElement;
  'send': HTMLButtonElement;
}

/** Attributes, `text`, and `on`: listeners by their events. */
export interface Properties {
  text?: string | number;
  on?: Record<string, (event: any) => void>;
  [attribute: string]: unknown;
}

/** Nodes and texts; what is none of them is left out. */
export type Child = Node | string | null | undefined | false | 0 | Child[];

export type Field = HTMLInputElement | HTMLTextAreaElement;
