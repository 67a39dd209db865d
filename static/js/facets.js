// Browse, search, similar titles: a changed filter shows at once (by live.js). Without this file there is a button.
(() => {
  const PAUSE_MS = 150; // a slider may go on moving
  const OPPOSITE = { genre: "not_genre", not_genre: "genre" };

  // Values that say nothing stay out of the address.
  function address(form) {
    const defaults = { match: "all", sort: form.dataset.defaultSort };
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) {
      if (!value || defaults[name] === value) query.delete(name, value);
    }
    return query.size ? `${form.action}?${query}` : form.action;
  }

  let timer;

  function show(url, toResults = false) {
    document.dispatchEvent(new CustomEvent("live:show", { detail: { url, toResults } }));
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit]")) return;
    const { name, value, checked } = event.target; // nothing is both wanted and unwanted
    const opposite = checked && OPPOSITE[name] && `[name=${OPPOSITE[name]}][value="${CSS.escape(value)}"]`;
    if (opposite) form.querySelectorAll(opposite).forEach((box) => (box.checked = false));
    clearTimeout(timer);
    if (event.target.type === "range") timer = setTimeout(() => show(address(form)), PAUSE_MS);
    else show(address(form));
  });
  // The button closes the drawer and goes to what was found.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-autosubmit]")) return;
    event.preventDefault();
    clearTimeout(timer);
    show(address(event.target), true);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-live-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href, true);
  });
})();
