// The full protocol, as common/PROTOCOL.md describes it. Written by ./dev fmt from the structs in common/protocol.

/** What the page may send, by type. */
export interface Requests {
  hello: {
    type: 'hello';
    /** 2 */
    protocol: number;
    /** program and version, for the server's log */
    client: string;
    /** from an earlier welcome; without it a new guest is made */
    token?: string;
    /** what to be called; with a token it renames */
    name?: string;
    /** where the server asks for one */
    password?: string;
    /** what the client can do; none are defined yet */
    capabilities?: string[];
    /** comes back with the reply */
    ref?: string;
  };
  sign_in: {
    type: 'sign_in';
    /** 2 */
    protocol: number;
    /** program and version, for the server's log */
    client: string;
    /** of the account */
    handle: string;
    /** of the account */
    password: string;
    /** what the device is called in the list of devices */
    device: string;
    /** a token of this account that has ended: such a device does not wait behind strangers' wrong passwords */
    former?: string;
    /** comes back with the reply */
    ref?: string;
  };
  second_factor: {
    type: 'second_factor';
    /** of the event `second_factor` */
    ticket: string;
    /** six digits, or a recovery code */
    code: string;
    /** comes back with the reply */
    ref?: string;
  };
  register: {
    type: 'register';
    /** 2 */
    protocol: number;
    /** program and version, for the server's log */
    client: string;
    /** the token of an invite; needed where accounts are made by invite */
    invite?: string;
    /** the handle that is wanted */
    handle: string;
    /** what to be called */
    name: string;
    /** 8 characters or more */
    password: string;
    /** what the device is called in the list of devices */
    device: string;
    /** comes back with the reply */
    ref?: string;
  };
  redeem: {
    type: 'redeem';
    /** 2 */
    protocol: number;
    /** program and version, for the server's log */
    client: string;
    /** of an owner link, an invite, a reset link or a transfer */
    token: string;
    /** the handle that is wanted; for an owner link and an invite */
    handle?: string;
    /** what to be called; for an owner link and an invite */
    name?: string;
    /** the new password; for all but a transfer */
    password?: string;
    /** what the device is called in the list of devices */
    device: string;
    /** comes back with the reply */
    ref?: string;
  };
  join: {
    type: 'join';
    /** the room to join; exactly one of `room` and `name` */
    room?: string;
    /** the name of the room to join; a room that does not exist is made */
    name?: string;
    /** `false`: a `name` that no room has is refused with `not_found` instead */
    make?: boolean;
    /** `seq` of the last event handled: asks for what came after */
    since?: number;
    /** the log that `since` belongs to; if the room has another one by now, the answer is a reset */
    log?: string;
    /** comes back with the reply */
    ref?: string;
  };
  leave: {
    type: 'leave';
    /** membership ends, on all connections */
    room: string;
    /** comes back with the reply */
    ref?: string;
  };
  message: {
    type: 'message';
    /** where to */
    room: string;
    /** at most limits.text UTF-16 units */
    text: string;
    /** made up by the client, unique for it; the same again gives the first result */
    nonce: string;
    /** `me` for an action */
    style?: string;
  };
  edit: {
    type: 'edit';
    /** where it is */
    room: string;
    /** one's own message */
    id: string;
    /** what it says from now on */
    text: string;
    /** as with message */
    nonce: string;
  };
  delete: {
    type: 'delete';
    /** where it is */
    room: string;
    /** one's own message */
    id: string;
    /** as with message */
    nonce: string;
  };
  topic: {
    type: 'topic';
    /** whose */
    room: string;
    /** one line; empty takes it away */
    text: string;
    /** as with message */
    nonce: string;
  };
  set_room: {
    type: 'set_room';
    /** which room; only its owner may */
    room: string;
    /** what it is called from now on */
    name: string;
    /** as with message */
    nonce: string;
  };
  typing: {
    type: 'typing';
    /** where */
    room: string;
    /** repeat true every 3 s; it ends by itself after 6 s */
    isTyping: boolean;
    /** comes back with the reply */
    ref?: string;
  };
  read: {
    type: 'read';
    /** where */
    room: string;
    /** `n` of the last message read; a mark only grows */
    n: number;
    /** comes back with the reply */
    ref?: string;
  };
  history: {
    type: 'history';
    /** whose */
    room: string;
    /** messages with a smaller `seq`; at most one of the three bounds */
    before?: number;
    /** messages with a larger `seq` */
    after?: number;
    /** as many before as from this `seq` on */
    around?: number;
    /** 1 to 100; 50 if absent */
    limit?: number;
    /** comes back with the reply */
    ref?: string;
  };
  rooms: {
    type: 'rooms';
    /** only names that contain this text, letter case ignored */
    contains?: string;
    /** `next` of the page before */
    after?: string;
    /** 1 to 100; 50 if absent */
    limit?: number;
    /** comes back with the reply */
    ref?: string;
  };
  members: {
    type: 'members';
    /** whose */
    room: string;
    /** only people of whose name a word begins so, letter case ignored; not together with `after` */
    prefix?: string;
    /** the last member of the page before */
    after?: string;
    /** 1 to 100; 100 if absent */
    limit?: number;
    /** comes back with the reply */
    ref?: string;
  };
  memberships: {
    type: 'memberships';
    /** the last room of the page before, or of `welcome` */
    after: string;
    /** comes back with the reply */
    ref?: string;
  };
  rename: {
    type: 'rename';
    /** what to be called from now on */
    name: string;
    /** comes back with the reply */
    ref?: string;
  };
  set_password: {
    type: 'set_password';
    /** the password so far */
    former: string;
    /** the new one; all other devices are signed out */
    password: string;
    /** comes back with the reply */
    ref?: string;
  };
  devices: {
    type: 'devices';
    /** comes back with the reply */
    ref?: string;
  };
  revoke_device: {
    type: 'revoke_device';
    /** the device that is signed out, its own too; absent: all but the one that asks */
    device?: string;
    /** comes back with the reply */
    ref?: string;
  };
  make_invite: {
    type: 'make_invite';
    /** where it leads; absent: to the server */
    room?: string;
    /** how many people may come by it, 1 to 1,000; 1 if absent */
    uses?: number;
    /** ms from now until it ends, up to a year; 7 days if absent */
    expires?: number;
    /** comes back with the reply */
    ref?: string;
  };
  invites: {
    type: 'invites';
    /** comes back with the reply */
    ref?: string;
  };
  revoke_invite: {
    type: 'revoke_invite';
    /** which cannot be used any more */
    invite: string;
    /** comes back with the reply */
    ref?: string;
  };
  reauthenticate: {
    type: 'reauthenticate';
    /** of the account; what asks for it may be asked for 5 minutes */
    password: string;
    /** comes back with the reply */
    ref?: string;
  };
  totp_begin: {
    type: 'totp_begin';
    /** comes back with the reply */
    ref?: string;
  };
  totp_confirm: {
    type: 'totp_confirm';
    /** what the authenticator app shows for the secret */
    code: string;
    /** comes back with the reply */
    ref?: string;
  };
  totp_remove: {
    type: 'totp_remove';
    /** comes back with the reply */
    ref?: string;
  };
  make_transfer: {
    type: 'make_transfer';
    /** comes back with the reply */
    ref?: string;
  };
  ping: {
    type: 'ping';
    /** comes back with the reply */
    ref?: string;
  };
}

/** What the server may send, by type. */
export interface Events {
  welcome: {
    type: 'welcome';
    /** 2 */
    protocol: number;
    /** program and version */
    server: string;
    /** what the admin called it; for people */
    serverName: string;
    /** who one is */
    userId: string;
    /** what one is called */
    username: string;
    /** to be the same identity next time; keep it secret. Absent for an account whose device has shown its token, which stays valid */
    token?: string;
    /** absent for a guest */
    account?: OwnAccount;
    /** absent for a guest */
    device?: OwnDevice;
    /** the room to which the link leads that was used */
    invitedTo?: string;
    /** what the server can do; none are defined yet */
    capabilities: string[];
    /** what the server accepts */
    limits: Limits;
    /** ms between two heartbeats */
    heartbeat: number;
    /** the first 200 of the identity's memberships */
    rooms: Membership[];
    /** true: there are others; ask for them with `memberships` */
    more?: boolean;
    /** comes back with the reply */
    ref?: string;
  };
  joined: {
    type: 'joined';
    /** the room, for ever */
    room: string;
    /** which log it is */
    log: string;
    /** what the room is called now, in the server's spelling */
    name: string;
    /** empty if none was set */
    topic: string;
    /** `owner`: made the room and may rename it; absent for everybody else */
    role?: string;
    /** `seq` up to which this reply reaches; the next event is head + 1 */
    head: number;
    /** how many messages there are up to head */
    n: number;
    /** how many of them are read */
    read: number;
    /** who is present; at most 200 */
    users: Present[];
    /** how many are present */
    userCount: number;
    /** the latest page, oldest first; there is more if it does not begin with n = 1 */
    history?: MessageState[];
    /** what came after `since`; texts that were edited or deleted since are `gone` */
    events?: Event[];
    /** true: not live yet; join again with since = head */
    more?: boolean;
    /** true: drop what is cached of this room, history is all there is */
    reset?: boolean;
    /** comes back with the reply */
    ref?: string;
  };
  message: {
    type: 'message';
    /** where */
    room: string;
    /** its place in the room's log */
    seq: number;
    /** the message's ordinal number, counting from 1 */
    n: number;
    /** the message's name, a UUID */
    id: string;
    /** who wrote it */
    userId: string;
    /** their name at that time */
    username: string;
    /** untrusted: show it as plain text; absent where `gone` */
    text?: string;
    /** ms since 1970 */
    timestamp: number;
    /** the author's reference; to the author this event is the acknowledgement */
    nonce: string;
    /** `me` for an action; unknown ones are shown as none */
    style?: string;
    /** ids of who is meant, found by the server; `all` for everybody */
    mentions?: string[];
    /** `true`: the text was edited or deleted since; the event that did it follows */
    gone?: boolean;
  };
  edited: {
    type: 'edited';
    /** where */
    room: string;
    /** its place in the room's log */
    seq: number;
    /** how many messages there are; an edit adds none */
    n: number;
    /** the message that was edited */
    id: string;
    /** its author */
    userId: string;
    /** what it says now; absent where `gone` */
    text?: string;
    /** ms since 1970 */
    timestamp: number;
    /** the author's reference */
    nonce: string;
    /** who is meant now */
    mentions?: string[];
    /** `true`: the text was edited again or deleted since; the event that did it follows */
    gone?: boolean;
  };
  deleted: {
    type: 'deleted';
    /** where */
    room: string;
    /** its place in the room's log */
    seq: number;
    /** how many messages there are; a tombstone still counts */
    n: number;
    /** the message that was deleted */
    id: string;
    /** its author */
    userId: string;
    /** ms since 1970 */
    timestamp: number;
    /** the author's reference */
    nonce: string;
  };
  topic_changed: {
    type: 'topic_changed';
    /** where */
    room: string;
    /** its place in the room's log */
    seq: number;
    /** how many messages there are */
    n: number;
    /** who changed it */
    userId: string;
    /** their name at that time */
    username: string;
    /** the topic; empty: none */
    text: string;
    /** ms since 1970 */
    timestamp: number;
    /** the author's reference */
    nonce: string;
  };
  room_changed: {
    type: 'room_changed';
    /** where */
    room: string;
    /** its place in the room's log */
    seq: number;
    /** how many messages there are */
    n: number;
    /** who changed it; absent: an admin of the server */
    by?: Actor;
    /** what the room is called now */
    name: string;
    /** ms since 1970 */
    timestamp: number;
    /** the author's reference */
    nonce: string;
  };
  sent: {
    type: 'sent';
    /** where */
    room: string;
    /** which had been seen before */
    nonce: string;
    /** the message that was sent, edited or deleted; absent for a topic or a room's name */
    id?: string;
    /** the event of the first time */
    seq: number;
  };
  typing: {
    type: 'typing';
    /** where */
    room: string;
    /** who; never the receiver */
    userId: string;
    /** their name */
    username: string;
    /** end it by yourself after 8 s without a repeat */
    isTyping: boolean;
  };
  presence: {
    type: 'presence';
    /** where */
    room: string;
    /** who came; may be known already; everybody if there are `userCount` or 200 of them */
    joined: Present[];
    /** who went; may be unknown */
    left: string[];
    /** how many are present; over 200 only this is told */
    userCount: number;
  };
  renamed: {
    type: 'renamed';
    /** who; oneself too */
    userId: string;
    /** the new name, in every room shared */
    username: string;
    /** comes back with the reply */
    ref?: string;
  };
  room_joined: {
    type: 'room_joined';
    /** made on another connection of the same identity; not live here until joined */
    membership: Membership;
  };
  room_left: {
    type: 'room_left';
    /** of which nothing comes any more */
    room: string;
    /** `left`: on another connection of the same identity; `deleted`: the room is no more. Treat others as `deleted` */
    reason: string;
  };
  read_moved: {
    type: 'read_moved';
    /** where */
    room: string;
    /** how many messages are read now, on any connection of the identity */
    read: number;
  };
  history: {
    type: 'history';
    /** whose */
    room: string;
    /** oldest first, as they were at asOf */
    messages: MessageState[];
    /** whether older ones exist */
    moreBefore: boolean;
    /** whether newer ones exist */
    moreAfter: boolean;
    /** the head that the page reflects; changes with a larger `seq` win over it */
    asOf: number;
    /** comes back with the reply */
    ref?: string;
  };
  rooms: {
    type: 'rooms';
    /** ordered by name; a search may find none on a page and go on */
    rooms: RoomSummary[];
    /** whether there may be others; ask with after = `next` */
    more: boolean;
    /** where the next page begins; present while `more` is true */
    next?: string;
    /** comes back with the reply */
    ref?: string;
  };
  members: {
    type: 'members';
    /** whose */
    room: string;
    /** ordered by id; by the word that fits where a prefix was given */
    members: Member[];
    /** whether there are others; ask with after = the last one's id, or with a longer prefix */
    more: boolean;
    /** comes back with the reply */
    ref?: string;
  };
  memberships: {
    type: 'memberships';
    /** at most 200, in no particular order */
    rooms: Membership[];
    /** whether there are others; ask with after = the last one's `room` */
    more: boolean;
    /** comes back with the reply */
    ref?: string;
  };
  devices: {
    type: 'devices';
    /** those that are signed in, the newest first */
    devices: Device[];
    /** comes back with the reply */
    ref?: string;
  };
  invite_made: {
    type: 'invite_made';
    /** what was made */
    invite: Invite;
    /** the link is the page's address with `#/invite/` and this; shown once */
    token: string;
    /** comes back with the reply */
    ref?: string;
  };
  invites: {
    type: 'invites';
    /** those that can be used, the newest 100 first; one's own, and an admin's all */
    invites: Invite[];
    /** comes back with the reply */
    ref?: string;
  };
  second_factor: {
    type: 'second_factor';
    /** for the request `second_factor` on this connection */
    ticket: string;
    /** comes back with the reply */
    ref?: string;
  };
  totp_begun: {
    type: 'totp_begun';
    /** in base32, to be typed into an authenticator app */
    secret: string;
    /** the same for a QR code, beginning with `otpauth://` */
    uri: string;
    /** comes back with the reply */
    ref?: string;
  };
  recovery_codes: {
    type: 'recovery_codes';
    /** each signs in once in place of a code; shown once */
    codes: string[];
    /** comes back with the reply */
    ref?: string;
  };
  transfer_made: {
    type: 'transfer_made';
    /** the link is the page's address with `#/transfer/` and this; it signs in one more device, once */
    token: string;
    /** ms since 1970; two minutes from now */
    expires: number;
    /** comes back with the reply */
    ref?: string;
  };
  heartbeat: {
    type: 'heartbeat';
    /** per live room the `seq` written to this connection; a larger one than handled is a hole: join with since */
    heads: Record<string, number>;
    /** comes back with the reply */
    ref?: string;
  };
  ok: {
    type: 'ok';
    /** of the request that was done */
    ref: string;
  };
  error: {
    type: 'error';
    /** one of the table below */
    code: string;
    /** for people: what, where, and what to do */
    message: string;
    /** comes back with the reply */
    ref?: string;
    /** of the message, edit, deletion, topic or room's name that was refused */
    nonce?: string;
    /** ms */
    retryAfter?: number;
    /** which part of the request is meant, as a path; absent where it is the whole. Programs tell errors apart by `code` and `field`, never by `message` */
    field?: string;
  };
}

export interface Present {
  /** the identity */
  id: string;
  /** its present name */
  username: string;
}

export interface Actor {
  /** the identity */
  id: string;
  /** its name at that time */
  username: string;
}

export interface Membership {
  /** the room, for ever */
  room: string;
  /** which log it is; another one means: drop what is cached of the room */
  log: string;
  /** what the room is called now */
  name: string;
  /** empty if none was set */
  topic: string;
  /** `owner`: made the room and may rename it; absent for everybody else */
  role?: string;
  /** `seq` of the newest event, 0 while there is none */
  head: number;
  /** how many messages there are */
  n: number;
  /** how many of them are read; unread = n - read */
  read: number;
}

export interface MessageState {
  /** where it stands in the room's log */
  seq: number;
  /** the message's ordinal number, counting from 1 */
  n: number;
  /** its name, a UUID */
  id: string;
  /** who wrote it */
  userId: string;
  /** their name at that time */
  username: string;
  /** absent once deleted */
  text?: string;
  /** ms since 1970 */
  timestamp: number;
  /** the author's reference */
  nonce?: string;
  /** `me` for an action; unknown ones are shown as none */
  style?: string;
  /** ids of who is meant; `all` for everybody */
  mentions?: string[];
  /** ms since 1970; absent if never */
  editedAt?: number;
  /** true: only this tombstone is left */
  deleted?: boolean;
  /** `seq` of the last event that changed it */
  rev: number;
}

export type Event = Events['message'] | Events['edited'] | Events['deleted'] | Events['topic_changed'] | Events['room_changed'];

export interface RoomSummary {
  /** the room, for ever */
  room: string;
  /** which log it has */
  log: string;
  /** what it is called now */
  name: string;
  /** empty if none was set */
  topic: string;
  /** how many messages there are */
  n: number;
  /** how many people are present */
  userCount: number;
  /** when the newest message came, ms since 1970 */
  lastAt?: number;
}

export interface Member {
  /** the identity */
  id: string;
  /** its present name */
  username: string;
  /** whether one of its connections is in the room */
  present: boolean;
  /** ms since 1970; absent while present or if unknown */
  lastSeen?: number;
}

export interface Limits {
  /** longest message, UTF-16 units */
  text: number;
  /** largest frame and message from a client, bytes */
  frame: number;
  /** rooms joined at a time on one connection */
  rooms: number;
  /** messages in a window, over all connections of an identity; 0: no limit */
  messages: number;
  /** length of that window, ms */
  messagesWindow: number;
  /** longest name of a person, code points */
  name: number;
  /** longest name of a room, code points */
  room: number;
  /** longest topic, UTF-16 units */
  topic: number;
}

export interface OwnAccount {
  /** the account's unique handle */
  handle: string;
  /** `member`, `admin` or `owner` of the server */
  role: string;
  /** whether signing in takes a code besides the password */
  twoFactor: boolean;
}

export interface OwnDevice {
  /** the device, as `devices` lists it */
  id: string;
  /** what it was called when it signed in */
  name: string;
}

export interface Device {
  /** the device */
  id: string;
  /** what it was called when it signed in */
  name: string;
  /** when it signed in, ms since 1970 */
  since: number;
  /** when it was last connected, to the hour */
  lastUsed: number;
  /** true: the one that asks */
  current?: boolean;
}

export interface Invite {
  /** the invite, for `revoke_invite` */
  id: string;
  /** where it leads; absent: to the server */
  room?: string;
  /** how often it can still be used */
  uses: number;
  /** when it ends, ms since 1970; absent: never */
  expires?: number;
  /** when it was made */
  since: number;
}
