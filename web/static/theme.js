// Runs before the first paint so that nobody is flashed with the wrong theme.
// Keep the keys equal to src/shared/ui/theme.svelte.ts.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('staffroom.theme') || 'auto';
    if (theme === 'auto') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    root.dataset.theme = theme;
    root.dataset.size = localStorage.getItem('staffroom.size') || '1';
    root.lang = localStorage.getItem('PARAGLIDE_LOCALE') || 'ru';
  } catch (_) {
    // Storage may be forbidden; the defaults of the page stand.
  }
})();
