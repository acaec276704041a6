// Runs before the first paint: the chosen colours, and which of the two views this will be.
(() => {
  const root = document.documentElement;
  try {
    const theme = JSON.parse(localStorage.getItem('parlance.theme') ?? 'null');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    if (localStorage.getItem('parlance.token')) root.dataset.view = 'chat';
  } catch {
    // Nothing is kept here; the page asks.
  }
})();
