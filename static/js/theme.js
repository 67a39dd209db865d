// Light or dark: the system's preference, unless the visitor switched; then what was chosen.
// Loaded before the style sheets, so that the first paint is already right.
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is blocked: the system's preference it is
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice holds for this page only
    }
  }

  function current() {
    const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
    return root.dataset.theme ?? (systemIsDark ? "dark" : "light");
  }

  function toggle() {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    remember(root.dataset.theme);
  }

  const theme = remembered();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.addEventListener("click", toggle);
    }
  });
})();
