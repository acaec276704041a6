import { Members } from '../net/members.js';
import { copying } from './copying.js';
import { composerTakesKeys } from './focus.js';
import { keys } from './keys.js';
import { membersPanel } from './memberspanel.js';
import { messageActions } from './messageactions.js';
import { roomHeader } from './roomheader.js';
import { connectionBar, me, title, typingLine } from './status.js';
import { topicLine } from './topic.js';

/** Starts what a conversation has besides its messages. It is loaded apart, so that the first screen is there sooner. */
export function start(app) {
  app.members = new Members(app);
  connectionBar(app);
  roomHeader(app);
  topicLine(app);
  typingLine(app);
  membersPanel(app);
  messageActions(app);
  copying(app);
  me(app);
  title(app);
  keys(app);
  composerTakesKeys(app); // after the shortcuts, which come first
}
