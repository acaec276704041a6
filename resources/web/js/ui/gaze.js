/**
 * Tells whether somebody has the page before them: it is visible and has the focus, is visible beside another window, or is hidden.
 * @param {import('./types.d.ts').Use<'applier'>} uses
 */
export function gaze({ applier }) {
  const look = () => {
    const visible = document.visibilityState === 'visible';
    applier.attention(!visible ? 'hidden' : document.hasFocus() ? 'watched' : 'beside');
  };
  for (const event of ['focus', 'blur', 'pageshow', 'pagehide']) window.addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  look();
}
