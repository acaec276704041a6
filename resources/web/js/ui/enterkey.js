import { typesOnScreen } from './focus.js';

/**
 * Whether Enter sends a message instead of breaking the line: the preference, or else yes unless the keyboard is on the screen.
 * @param {import('../state/settings.js').Settings} settings
 */
export const enterSends = (settings) => settings.get('enterSends') ?? !typesOnScreen();
