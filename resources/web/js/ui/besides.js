import { Members } from '../net/members.js';
import { copying } from './copying.js';
import { membersPanel } from './memberspanel.js';
import { messageActions } from './messageactions.js';
import { topicLine } from './topic.js';

/** Starts what a conversation has besides its messages. It is loaded apart, so that the first screen is there sooner. */
export function start(app) {
  app.members = new Members(app);
  membersPanel(app);
  messageActions(app);
  topicLine(app);
  copying(app);
}
