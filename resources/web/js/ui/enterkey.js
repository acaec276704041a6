import { typesOnScreen } from './focus.js';

/** Whether Enter sends a message rather than breaking the line: as the person chose, else by the keyboard at hand. */
export const enterSends = (settings) => settings.get('enterSends') ?? !typesOnScreen();
