/**
 * Commands that people enter in place of a message. client/models/commands.cpp has the same rules, and tests/golden/text/commands.json
 * holds the two equal.
 */
export const commandHelp = [
  ['/me waves', 'Say what you do'],
  ['/join ROOM', 'Join or create a room'],
  ['/leave', 'Leave this room'],
  ['/topic TEXT', 'Change the topic; without a text: remove it'],
  ['/nick NAME', 'Change your name'],
  ['/help', 'Show this list'],
  ['//TEXT', 'Send a message that begins with a slash'],
];

/**
 * Tells commands and messages apart: a command is a slash and a word of ASCII letters, whatever follows behind a blank. A
 * message that would be one begins with a second slash, which is left out. So paths and addresses are messages as they stand.
 * `command` is in lower case, without the slash; empty: `text` is a message.
 * @param {string} typed
 * @returns {{command: string, text: string}}
 */
export function readTyped(typed) {
  const [, escaped, command = '', text = ''] = /^\/(\/*)([A-Za-z]+)(?:\s+([\s\S]*))?$/.exec(typed) ?? [];
  if (!command) return { command: '', text: typed };
  return escaped ? { command: '', text: typed.slice(1) } : { command: command.toLowerCase(), text: text.trim() };
}

/**
 * Why a command was not carried out, where that is certain without the server: a title and a text, or null.
 * @param {string} command
 */
export function refusalOf(command) {
  if (command === 'me') return { title: 'Nothing was sent', text: 'Write behind /me what you do, as in /me waves.' };
  return { title: `There is no command /${command}`, text: 'Enter /help for a list of commands. To send a message that begins with a slash, begin it with two.' };
}
