// Browse: a changed filter shows at once, without leaving the page. Without this file there is a button.
(() => {
  const live = document.querySelector("[data-live]");
  const wide = matchMedia("(min-width: 64rem)");
  const browse = () => document.querySelector("[data-browse]");
  const DEFAULTS = { match: "all", sort: "rating" };
  const OPPOSITE = { genre: "not_genre", not_genre: "genre" };
  let request, shown = location.pathname + location.search;

  // Values that say nothing stay out of the address.
  function address(form) {
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) {
      if (!value || DEFAULTS[name] === value) query.delete(name, value);
    }
    return query.size ? `${form.action}?${query}` : form.action;
  }

  async function show(url) {
    request?.abort();
    request = new AbortController();
    browse().setAttribute("aria-busy", "true");
    const response = await fetch(url, { signal: request.signal }).catch((error) => error);
    if (response.name === "AbortError") return;
    if (!response.ok) return location.assign(url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const { id: focused, value: typed, type } = document.activeElement;
    const isOpen = browse().querySelector("[data-drawer]").open;
    browse().replaceWith(page.querySelector("[data-browse]"));
    browse().querySelector("[data-drawer]").open = isOpen;
    const again = focused && document.getElementById(focused);
    if (again && type === "number") again.value = typed; // typed while the answer was on its way
    if (again) again.focus({ preventScroll: true });
    document.title = page.title;
    live.textContent = browse().querySelector("[data-total]").textContent;
    if (url !== location.href) history.pushState(null, "", url);
    shown = location.pathname + location.search;
  }

  async function showResults(url) {
    await show(url);
    const results = document.getElementById("results");
    results.scrollIntoView();
    results.focus();
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit]")) return;
    const { name, value, checked } = event.target; // nothing is both wanted and unwanted
    const opposite = checked && OPPOSITE[name] && `[name=${OPPOSITE[name]}][value="${CSS.escape(value)}"]`;
    if (opposite) form.querySelectorAll(opposite).forEach((box) => (box.checked = false));
    show(address(form));
  });
  // The button closes the drawer and goes to what was found: it has been shown already.
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-autosubmit]")) return;
    event.preventDefault();
    await showResults(address(event.target));
    if (!wide.matches) browse().querySelector("[data-drawer]").open = false;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-live-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showResults(link.href);
  });
  addEventListener("popstate", () => shown === location.pathname + location.search || location.reload());
})();
