/**
 * The dialogs, each a module that is loaded when it is first wanted. Where one cannot be loaded, people are told why, and the
 * next time tries again.
 * @param {import('./types.d.ts').Use<'parts' | 'state' | 'signal' | 'settings' | 'requests' | 'session' | 'go' | 'signOut' | 'rename' | 'identity' | 'channel'>} uses
 */
export function createDialogs({ parts, state, signal, settings, requests, session, go, signOut, rename, identity, channel }) {
  const loadSwitcher = () => import('./switcher.js');
  const loadQuestion = () => import('./question.js');
  const loadPreferences = () => import('./preferences.js');
  const loadKeyboardMap = () => import('./keyboardmap.js');

  /**
   * Gives a function that opens the dialog of a module, which gets what it uses and the details of the moment.
   * @template Used
   * @template {unknown[]} Details
   * @param {import('../net/types.d.ts').Load<{open: (uses: Used, ...details: Details) => void}>} load @param {Used} uses
   * @returns {(...details: Details) => Promise<void>}
   */
  const later = (load, uses) => async (...details) => (await parts.open(load))?.open(uses, ...details);

  const question = later(loadQuestion, {});
  const openAccount = later(() => import('./accountdialog.js'), { state, settings, requests, identity, channel });

  /** They must be ready before the keys that are typed after Ctrl+K, and without a line. */
  function prepare() {
    parts.want(loadSwitcher);
    parts.want(loadQuestion);
    parts.want(loadPreferences);
    parts.want(loadKeyboardMap);
  }

  signal.on('me', prepare);
  if (state.me) prepare();

  return {
    openKeyboardMap: later(loadKeyboardMap, { settings }),
    openAccount,
    openInvite: later(() => import('./invitedialog.js'), { state, requests }),
    openDirectory: later(() => import('./directory.js'), { state, signal, requests, session, go }),
    openSwitcher: later(loadSwitcher, { state, signal, settings, go }),
    openPreferences: later(loadPreferences, { state, settings, rename, signOut, question, openAccount }),
    openTopic: later(() => import('./topicdialog.js'), { state, requests }),
    openRename: later(() => import('./renamedialog.js'), { state, requests }),
    question,
  };
}
