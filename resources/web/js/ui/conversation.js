import { Members } from '../net/members.js';
import { composer } from './composer.js';
import { copying } from './copying.js';
import { createDrawers } from './drawers.js';
import { composerTakesKeys } from './focus.js';
import { keys } from './keys.js';
import { logView } from './log.js';
import { membersPanel } from './memberspanel.js';
import { messageActions } from './messageactions.js';
import { roomHeader } from './roomheader.js';
import { roomList } from './rooms.js';
import { connectionBar, me, title, typingLine } from './status.js';
import { topicLine } from './topic.js';

/**
 * Starts everything that the first screen does not need: the rooms, the log, the composer and what stands around them. It is
 * loaded separately, so that the first screen appears sooner.
 */
export function start(app) {
  app.members = new Members(app);
  app.drawers = createDrawers(app);
  app.log = logView(app);
  app.composer = composer(app);
  connectionBar(app);
  roomList(app);
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
  app.drawers.start();
}
