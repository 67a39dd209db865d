// Keys for the whole site: "/" goes to the search box, "?" shows all keys.
(() => {
  const dialog = document.querySelector("[data-shortcuts]");

  function isTyping(target) {
    return target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, select") !== null;
  }

  function focusSearch() {
    const search = document.querySelector("[data-search]");
    search?.focus();
    search?.select();
  }

  const actions = { "/": focusSearch, "?": () => dialog.showModal() };

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || dialog.open) return;
    event.preventDefault();
    action();
  });

  for (const button of document.querySelectorAll("[data-shortcuts-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
})();
